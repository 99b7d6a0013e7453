from collections.abc import Callable
from typing import Any

import pytest

from agent.bootstrap import build_library
from agent.settings import Settings
from foundation.model.bundle.effective import EffectiveComponent
from foundation.model.errors import InputError
from foundation.source.bundle import bundle_from_data
from plugins.overlay_merge.merge import merge_component
from plugins.overlay_merge.rules.containers import quantity

Merge = Callable[..., EffectiveComponent]


@pytest.fixture(scope="module")
def merge() -> Merge:
    library = build_library(Settings())

    def call(asked: list[str] | None = None, environments: dict[str, Any] | None = None, **component: Any) -> Any:
        base = {"name": "Thing", "type": "microservice", "transport": "http", "container_image": "x/y:1.0.0"}
        data = {
            "trace_id": "t",
            "blueprint_id": "b",
            "component_scope": "Order",
            "component": {**base, **component},
            "environments": environments or {"prod": {}},
        }
        bundle = bundle_from_data(data, "bundle").bundle
        return merge_component(bundle, library.load(bundle.component.type, None), asked or [])

    return call


def codes(merge: Merge, **component: Any) -> set[str]:
    with pytest.raises(InputError) as caught:
        merge(**component)
    return {problem.code for problem in caught.value.problems}


@pytest.mark.parametrize(
    ("text", "number"),
    [("100m", 0.1), ("1Gi", 2**30), ("2k", 2000), (3, 3), (0.5, 0.5), ("1.5Mi", 1572864), ("1E", 10**18)],
)
def test_quantities(text: Any, number: float) -> None:
    assert float(quantity(text)) == number


def test_a_request_above_its_limit(merge: Merge) -> None:
    wrong = {"requests": {"cpu": "4", "memory": "8Gi"}, "limits": {"cpu": "100m", "memory": "16Gi"}}
    assert codes(merge, resources=wrong) == {"requests-above-limits"}
    merge(resources={"requests": {"cpu": "100m"}, "limits": {"cpu": 0.1}})


def test_a_probe_asks_a_port_that_is_there(merge: Merge) -> None:
    assert codes(merge, liveness_probe={"httpGet": {"path": "/x", "port": "nope"}}) == {"probe-port"}
    assert codes(merge, startup_probe={"tcpSocket": {"port": "nope"}}) == {"probe-port"}
    merge(liveness_probe={"httpGet": {"path": "/x", "port": "http"}})
    merge(liveness_probe={"httpGet": {"path": "/x", "port": 9000}})


def test_a_config_that_no_config_map_holds(merge: Merge) -> None:
    assert codes(merge, config={"BIG": "x" * (1024 * 1024)}) == {"config-too-large"}
    merge(config={"BIG": "x" * (1024 * 1024 - 3)})


def test_environments_that_cannot_be(merge: Merge) -> None:
    for name in ("PROD", "a b", "../x", "", "x/y"):
        with pytest.raises(InputError) as caught:
            merge(asked=[name])
        assert caught.value.problems[0].code == "environment-name"
    with pytest.raises(InputError) as caught:
        merge(asked=["Staging"], environments={"staging": {}})
    assert caught.value.problems[0].remedy == "Did you mean staging?"


def test_advice_on_what_has_no_effect(merge: Merge) -> None:
    found = merge(
        environments={"prod": {"replicas": 5, "security_profile": {"enable_rbac": True, "rbac_roles": ["reader"]}}},
        automount_service_account_token=False,
        claims=[{"name": "data", "size": "1Gi", "mount_path": "/data"}],
    ).findings
    by_code = {finding.code: finding for finding in found}
    assert "replicas 5 of environment prod has no effect" in by_code["replicas-unused"].message
    assert by_code["roles-without-token"].severity == "advice"
    assert by_code["volume-shared"].message.startswith("up to 10 pods share the volume data")
    quiet = merge(environments={"prod": {"replicas": 5, "enable_hpa": False}}).findings
    assert {"replicas-unused", "roles-without-token", "volume-shared"}.isdisjoint(finding.code for finding in quiet)
