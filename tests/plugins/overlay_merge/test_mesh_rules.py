from collections.abc import Callable
from typing import Any

import pytest

from foundation.catalog.library import TemplateLibrary
from foundation.model.bundle.bundle import Bundle
from foundation.model.errors import InputError
from foundation.model.policy.platform import MeshesPolicy, MeshPolicy
from plugins.overlay_merge.merge import merge_component

Problems = Callable[..., list[tuple[str, str | None]]]
MESH = {"service_mesh_enabled": True}
LINKERD = {**MESH, "service_mesh": {"provider": "linkerd"}}
JOB = {"type": "job", "transport": "queue"}


@pytest.mark.parametrize(
    ("component", "expected"),
    [
        (MESH, []),
        (LINKERD, []),
        ({**MESH, **JOB}, []),
        ({**MESH, "pod_labels": {"sidecar.istio.io/inject": "true"}}, []),
        ({**MESH, "service_mesh": {"destination_rule": {"trafficPolicy": {"loadBalancer": {"simple": "RANDOM"}}}}}, []),
        ({"service_mesh": {"provider": "linkerd", "destination_rule": {"subsets": []}}}, []),
        ({**MESH, "service_mesh": None}, [("mesh-provider", "component.service_mesh.provider")] * 2),
        (
            {**MESH, "service_mesh": {"provider": "linkerd", "destination_rule": {"subsets": []}}},
            [("mesh-setting", "component.service_mesh.destination_rule")] * 2,
        ),
        (
            {**MESH, "pod_labels": {"sidecar.istio.io/inject": "false"}},
            [("mesh-setting", "component.pod_labels.sidecar.istio.io/inject")],
        ),
        (
            {**LINKERD, "pod_annotations": {"linkerd.io/inject": "disabled"}},
            [("mesh-setting", "component.pod_annotations.linkerd.io/inject")],
        ),
        ({**MESH, "host_network": True}, [("mesh-host-network", "component.host_network")]),
    ],
)
def test_pods_in_the_mesh(component: dict[str, Any], expected: list[Any], problems: Problems) -> None:
    assert problems(None, **component) == expected


def test_the_whole_bundle_can_be_in_the_mesh(problems: Problems) -> None:
    fields = {"service_mesh_enabled": True, "environments": {"prod": {"service_mesh_enabled": False}}}
    assert problems(fields, host_network=True) == [("mesh-host-network", "component.host_network")]
    fields["environments"]["dev"] = {"service_mesh_enabled": False}  # type: ignore[index]
    assert problems(fields, host_network=True) == []


def test_a_job_whose_proxy_would_never_end_is_refused(
    library: TemplateLibrary, bundle_of: Callable[..., Bundle]
) -> None:
    templates = library.load("job", None)
    policy = templates.policy.model_copy(update={"meshes": MeshesPolicy(istio=MeshPolicy())})
    with pytest.raises(InputError) as caught:
        merge_component(bundle_of(None, **JOB, **MESH), templates.model_copy(update={"policy": policy}), ["dev"])
    assert [problem.code for problem in caught.value.problems] == ["mesh-job"]
