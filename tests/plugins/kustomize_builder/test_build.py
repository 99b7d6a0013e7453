"""What the files look like: people read them."""

from typing import Any

import pytest
import yaml

from foundation.model.errors import InputError
from foundation.model.run.artifacts import Artifact, Part
from plugins.kustomize_builder.build import build_kustomization
from plugins.kustomize_builder.json_patch import escaped, target_of
from plugins.kustomize_builder.objects import Identity
from tests.plugins.kustomize_builder.test_kubectl import config, container, deployment, manifest_set


def files(**environments: list[dict[str, Any]]) -> dict[str, str]:
    return {file.path: file.content.decode() for file in build_kustomization(manifest_set(environments)).files}


def test_the_base_holds_what_is_common_and_a_patch_only_adds() -> None:
    one = deployment(containers=[container("web", ("A", "1"), ("B", "2"), ("C", "3"), image="a:1")], volumes=[])
    two = deployment(containers=[container("web", ("A", "1"), ("B", "no"), ("C", "3"), image="a:1")])
    found = files(dev=[one], prod=[two])
    assert list(found) == [
        "base/deployment.yaml",
        "base/kustomization.yaml",
        "overlays/dev/kustomization.yaml",
        "overlays/dev/patches/deployment.yaml",
        "overlays/prod/kustomization.yaml",
        "overlays/prod/patches/deployment.yaml",
    ]
    env = [{"name": "A", "value": "1"}, {"name": "B"}, {"name": "C", "value": "3"}]
    assert yaml.safe_load(found["base/deployment.yaml"]) == deployment(
        containers=[{"name": "web", "env": env, "image": "a:1"}]
    )
    assert found["overlays/prod/patches/deployment.yaml"] == (
        "apiVersion: apps/v1\n"
        "kind: Deployment\n"
        "metadata:\n"
        "  name: web\n"
        "  namespace: x\n"
        "spec:\n"
        "  template:\n"
        "    spec:\n"
        "      containers:\n"
        "      - name: web\n"
        "        env:\n"
        "        - name: A\n"
        "        - name: B\n"
        '          value: "no"\n'
    )


def test_an_overlay_that_adds_nothing_says_nothing() -> None:
    found = files(dev=[config("a", {"k": "v"})])
    assert found["overlays/dev/kustomization.yaml"] == (
        'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n- "../../base"\n'
    )


def test_the_label_of_the_environment_is_no_patch() -> None:
    found = files(
        dev=[config("a", {}, labels={"env": "dev"}), config("b", {}, labels={"env": "dev"})],
        prod=[config("a", {}, labels={"env": "prod"}), config("b", {}, labels={"env": "prod"})],
    )
    assert not any("patches" in path for path in found)
    content = yaml.safe_load(found["overlays/prod/kustomization.yaml"])
    assert content["labels"] == [{"pairs": {"env": "prod"}, "includeTemplates": True}]


def test_a_label_that_one_object_lacks_is_a_patch() -> None:
    found = files(
        dev=[config("a", {}, labels={"env": "dev"}), config("b", {})],
        prod=[config("a", {}, labels={"env": "prod"}), config("b", {})],
    )
    assert "labels" not in yaml.safe_load(found["overlays/dev/kustomization.yaml"])
    assert yaml.safe_load(found["overlays/dev/patches/configmap.yaml"])["metadata"]["labels"] == {"env": "dev"}


def test_without_a_common_object_there_is_no_base() -> None:
    found = files(dev=[config("a", {})], prod=[config("b", {})])
    assert list(found) == [
        "overlays/dev/configmap.yaml",
        "overlays/dev/kustomization.yaml",
        "overlays/prod/configmap.yaml",
        "overlays/prod/kustomization.yaml",
    ]
    assert yaml.safe_load(found["overlays/dev/kustomization.yaml"])["resources"] == ["configmap.yaml"]


def test_what_a_strategic_patch_cannot_say_is_a_json_patch() -> None:
    twice = deployment(containers=[container("web", ("A", "1"), ("A", "2"))], nodeSelector={"x/y~z": "1"})
    found = files(dev=[twice], prod=[deployment(containers=[container("web")], nodeSelector={"q": "1"})])
    env = [{"name": "A", "value": "1"}, {"name": "A", "value": "2"}]
    assert yaml.safe_load(found["overlays/dev/patches/deployment-json6902-1.yaml"]) == [
        {"op": "add", "path": "/spec/template/spec/containers/0/env", "value": env},
        {"op": "add", "path": "/spec/template/spec/nodeSelector", "value": {"x/y~z": "1"}},
    ]
    assert yaml.safe_load(found["overlays/dev/kustomization.yaml"])["patches"] == [
        {
            "path": "patches/deployment-json6902-1.yaml",
            "target": {"group": "apps", "version": "v1", "kind": "Deployment", "name": "web", "namespace": "x"},
        }
    ]


def test_pointers_and_names_are_escaped() -> None:
    assert escaped("a/b~1") == "a~1b~01"
    target = target_of(Identity("v1", "Role", "", "system:a.b"))
    assert target == {"version": "v1", "kind": "Role", "name": r"system\:a\.b"}


def test_there_is_nothing_for_no_manifests() -> None:
    assert files() == {}
    assert files(dev=[]) == {}


@pytest.mark.parametrize("text", ["a: [", "- 1\n", "kind: X\n", "apiVersion: v1\nkind: X\nmetadata: 1\n", "yes: 1\n"])
def test_what_is_no_object_is_refused(text: str) -> None:
    manifest = Artifact(path="dev/x.yaml", content=text.encode())
    with pytest.raises(InputError) as caught:
        build_kustomization(Part(files=[manifest]))
    assert caught.value.problems[0].file == "manifests/dev/x.yaml"
