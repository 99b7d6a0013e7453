"""What the gate's own rendering of kustomizations does, and what it refuses."""

from typing import Any

import pytest

from foundation.source.emit import to_yaml
from plugins.k8s_validator.kustomize.refusal import KustomizeRefusal
from plugins.k8s_validator.kustomize.render import Kustomizer

OBJECT = {
    "apiVersion": "apps/v1",
    "kind": "Deployment",
    "metadata": {"name": "a.b", "namespace": "x"},
    "spec": {"template": {"spec": {"containers": [{"name": "one"}, {"name": "two"}]}}, "list": [1]},
}
HEAD = {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "a.b", "namespace": "x"}}
TARGET = {"group": "apps", "version": "v1", "kind": "Deployment", "name": r"a\.b", "namespace": "x"}
OTHER = {**OBJECT, "metadata": {"name": "a.b", "namespace": "y"}}


def render(patch: Any = None, target: Any = None, objects: Any = (OBJECT,), **content: Any) -> list[Any]:
    """Render an overlay with at most one patch."""
    files = {
        "base/kustomization.yaml": to_yaml({"resources": ["objects.yaml"]}),
        "base/objects.yaml": "---\n".join(map(to_yaml, objects)),
    }
    overlay: dict[str, Any] = {"resources": ["../../base"], **content}
    if patch is not None:
        files["overlays/dev/patch.yaml"] = to_yaml(patch)
        overlay["patches"] = [{"path": "patch.yaml", **({"target": target} if target is not None else {})}]
    files["overlays/dev/kustomization.yaml"] = to_yaml(overlay)
    return list(Kustomizer(files).render("overlays/dev").values())


def test_a_part_is_added_at_every_depth() -> None:
    containers = [{"name": "one"}, {"name": "two", "image": "b:1"}]
    (item,) = render({**HEAD, "spec": {"replicas": 2, "template": {"spec": {"containers": containers}}}})
    assert item["spec"] == {"replicas": 2, "list": [1], "template": {"spec": {"containers": containers}}}


def test_operations_add_at_escaped_places_of_the_object_that_is_meant() -> None:
    steps = [
        {"op": "add", "path": "/metadata/annotations", "value": {"k": "v"}},
        {"op": "add", "path": "/metadata/annotations/x~1y~0z", "value": None},
        {"op": "add", "path": "/spec/template/spec/containers/1/image", "value": "b:1"},
    ]
    first, second = render(steps, TARGET, (OBJECT, OTHER))
    assert first["metadata"]["annotations"] == {"k": "v", "x/y~z": None}
    assert first["spec"]["template"]["spec"]["containers"] == [{"name": "one"}, {"name": "two", "image": "b:1"}]
    assert second == OTHER


def test_labels_reach_objects_and_templates() -> None:
    claim = {"metadata": {"name": "d"}}
    stateful = {**OBJECT, "kind": "StatefulSet", "spec": {"template": {}, "volumeClaimTemplates": [claim]}}
    job = {**OBJECT, "kind": "CronJob", "spec": {"jobTemplate": {"spec": {"template": {}}}}}
    labels = {"env": "002"}
    item, jobs = render(objects=(stateful, job), labels=[{"pairs": labels, "includeTemplates": True}])
    assert item["metadata"]["labels"] == item["spec"]["template"]["metadata"]["labels"] == labels
    assert item["spec"]["volumeClaimTemplates"] == [{"metadata": {"name": "d", "labels": labels}}]
    template = {"metadata": {"labels": labels}}
    assert jobs["spec"] == {"jobTemplate": {**template, "spec": {"template": template}}}


ADD = {"op": "add", "path": "/spec/x", "value": 1}
REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"patch": {**HEAD, "spec": None}}, "deletes or orders"),
    ({"patch": {**HEAD, "$patch": "delete"}}, "deletes or orders"),
    ({"patch": {**HEAD, "spec": {"list": [2]}}}, "is in the base with another value"),
    ({"patch": {**HEAD, "spec": {"list": {"a": 1}}}}, "is in the base with another value"),
    ({"patch": {**HEAD, "spec": {"template": {"spec": {"containers": [{"name": "two"}]}}}}}, "in their order"),
    ({"patch": {**HEAD, "spec": {"template": {"spec": {"containers": [{"name": "one"}] * 3}}}}}, "longer"),
    ({"patch": {**HEAD, "spec": {"template": {"spec": {"volumes": [{"name": "v"}] * 2}}}}}, "an element twice"),
    ({"patch": {**HEAD, "kind": "Service"}}, "no Service/a.b to patch"),
    ({"patch": {"kind": "Service"}}, "no object"),
    ({"patch": {"metadata": {}}}, "no apiVersion"),
    ({"patch": [ADD]}, "neither a part"),
    ({"patch": HEAD, "target": TARGET}, "neither a part"),
    ({"patch": [{**ADD, "op": "replace"}], "target": TARGET}, "no add"),
    ({"patch": ["x"], "target": TARGET}, "no add"),
    ({"patch": [{**ADD, "path": "/spec/list"}], "target": TARGET}, "not a place"),
    ({"patch": [{**ADD, "path": "/spec/list/0"}], "target": TARGET}, "not a place"),
    ({"patch": [{**ADD, "path": "/spec/list/9/a"}], "target": TARGET}, "not a place"),
    ({"patch": [{**ADD, "path": "spec/x"}], "target": TARGET}, "not a place"),
    ({"patch": [{**ADD, "path": ""}], "target": TARGET}, "not a place"),
    ({"patch": [ADD], "target": {**TARGET, "name": "a.b"}}, "selects 0 objects"),
    ({"patch": [ADD], "target": {**TARGET, "name": r"a\.b|c"}}, "selects 0 objects"),
    ({"patch": [ADD], "target": {**TARGET, "labelSelector": "a=b"}}, "unknown form"),
    ({"patch": [ADD], "target": {**TARGET, "name": 1}}, "unknown form"),
    ({"objects": (OBJECT, OBJECT)}, "is there twice"),
    ({"resources": ["../../base", "../../base"]}, "is there twice"),
    ({"resources": ["../../base/objects.yaml", "../../base"]}, "is there twice"),
    ({"resources": []}, "names no resources"),
    ({"resources": ["."]}, "there is no overlays/dev"),
    ({"resources": ["https://example.com/base"]}, "there is no overlays/dev/https:/example.com/base"),
    ({"labels": ["x"]}, "no list of mappings"),
    ({"labels": [{"pairs": {}}]}, "another form"),
    ({"patches": [{"patch": "x"}]}, "another form"),
    ({"namePrefix": "x"}, "it holds more"),
]


@pytest.mark.parametrize(("content", "message"), REFUSED, ids=[str(number) for number in range(len(REFUSED))])
def test_what_it_does_not_know_it_refuses(content: dict[str, Any], message: str) -> None:
    with pytest.raises(KustomizeRefusal, match=message):
        render(**content)
