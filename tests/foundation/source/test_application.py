import textwrap
from typing import Any

import pytest

from foundation.model.bundle.bundle import MemberBundle
from foundation.model.errors import InputError
from foundation.source.bundle import bundles_from_data, read_bundles

COMPONENT = {"type": "microservice", "transport": "http", "container_image": "a/b:1.0.0"}


def application(*components: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"trace_id": "t", **fields, "components": [{**COMPONENT, **component} for component in components]}


def problems(data: Any) -> list[tuple[str, str | None]]:
    with pytest.raises(InputError) as caught:
        bundles_from_data(data, "request")
    return [(problem.code, problem.path) for problem in caught.value.problems]


def test_each_component_gets_a_bundle_with_what_they_share() -> None:
    one, two = bundles_from_data(
        application(
            {"name": "One", "team": "own", "environments": {"prod": {"replicas": 5}}},
            {"name": "Two"},
            team="common",
            tenant="acme",
            environments={"dev": {"replicas": 1}},
        ),
        "request",
    )
    assert isinstance(one.bundle, MemberBundle)
    assert isinstance(two.bundle, MemberBundle)
    assert (one.bundle.component.name, one.bundle.team, one.bundle.tenant) == ("One", "own", "acme")
    assert (two.bundle.component.name, two.bundle.team) == ("Two", "common")
    assert list(one.bundle.environments) == ["prod"]
    assert list(one.bundle.application.environments) == ["dev"]
    assert [peer.name for peer in one.bundle.application.peers] == ["Two"]
    assert one.digest != two.digest


def test_a_shared_config_map_goes_to_those_who_refer_to_it() -> None:
    references: list[dict[str, Any]] = [
        {"existing_config_map_refs": ["common"]},
        {"env_from": [{"configMapRef": {"name": "common"}}]},
        {"env": [{"name": "A", "valueFrom": {"configMapKeyRef": {"name": "common", "key": "k"}}}]},
        {"volumes": [{"name": "v", "configMap": {"name": "common"}}]},
        {"volumes": [{"name": "v", "projected": {"sources": [{"configMap": {"name": "common"}}]}}]},
    ]
    components = [{"name": f"C{index}", **reference} for index, reference in enumerate(references)]
    data = application(*components, {"name": "Other"}, config_maps=[{"name": "common", "data": {"k": "v"}}])
    *readers, other = bundles_from_data(data, "request")
    for reader in readers:
        (files,) = reader.bundle.component.files or []
        assert (files.name, files.config_map, files.data) == ("common", "common", {"k": "v"})
    assert other.bundle.component.files is None


def test_every_mistake_of_every_component_is_reported_at_its_place() -> None:
    data = application({"name": "One", "replica": 1}, {"name": "Two", "environments": {"dev": {"env": 3}}}, teem="x")
    assert problems(data) == [
        ("unknown-key", "components[0].replica"),
        ("wrong-type", "components[1].environments.dev.env"),
        ("unknown-key", "teem"),
    ]


def test_two_names_that_would_be_one_are_refused() -> None:
    assert problems(application({"name": "webDemo"}, {"name": "WebDemo"})) == [("wrong-value", "components[1].name")]


def test_a_file_with_components_and_a_component_is_no_application() -> None:
    data = {**application({"name": "One"}), "component": {"name": "Two", **COMPONENT}}
    assert problems(data) == [("unknown-key", "components")]


def test_problems_of_later_steps_know_their_lines() -> None:
    text = textwrap.dedent("""\
        trace_id: t
        components:
          - name: One
            type: microservice
            transport: http
            container_image: a/b:1
            replicas: 2
            environments:
              dev: {replicas: 1}
          - {name: Two, type: worker, transport: queue, container_image: "a/c:1", replicas: 3}
        environments:
          prod: {replicas: 4}
        """)
    one, two = read_bundles(text.encode(), "app.yaml")
    assert one.locations["component.replicas"] == (7, 15)
    assert one.locations["environments.dev.replicas"] == (9, 23)
    assert one.locations["application.environments.prod.replicas"] == (12, 20)
    assert two.locations["component.replicas"][0] == 10
