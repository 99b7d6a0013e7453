"""What kubectl kustomize makes of an overlay is what the manifests of its environment hold."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foundation.model.run.artifacts import Artifact, Part
from foundation.source.emit import to_yaml
from plugins.k8s_validator.kustomize.render import Kustomizer
from plugins.kustomize_builder.build import build_kustomization
from tests.support.kustomize_runs import by_identity, kubectl_kustomize, write_kustomization
from tests.support.strategies.text import TEXT, TRICKY

Objects = list[dict[str, Any]]
Environments = dict[str, Objects]
NAMES = ("a", "b.c", "d-e")
WORKLOADS = {"Deployment": "apps/v1", "StatefulSet": "apps/v1", "Job": "batch/v1", "CronJob": "batch/v1"}
KEYS = st.sampled_from(["a", "b", "x/y", "p~q", "002", "yes", "~1", "a.b"])
LABELS = st.dictionaries(
    st.sampled_from(["env", "team", "x/y", "yes"]), st.sampled_from(["dev", "prod", "002", "no", ""]), max_size=3
)
#: kustomize drops the empty labels and annotations of an object, even of one that nothing patches.
SOME = LABELS.filter(bool)


def manifest_set(environments: Environments) -> Part:
    """File each object by its kind, as a chart does."""
    files = []
    for environment, objects in environments.items():
        by_file: dict[str, list[str]] = {}
        for item in objects:
            by_file.setdefault(f"{item['kind'].lower()}.yaml", []).append(to_yaml(item))
        files += [
            Artifact(path=f"{environment}/{name}", content="---\n".join(texts).encode())
            for name, texts in by_file.items()
        ]
    return Part(files=files)


def require_equal(kubectl: str, environments: Environments) -> None:
    """Build, let kubectl render each overlay and compare."""
    kustomization = build_kustomization(manifest_set(environments))
    assert build_kustomization(manifest_set(environments)) == kustomization
    files = {file.path: file.content.decode() for file in kustomization.files}
    with TemporaryDirectory() as folder:
        write_kustomization(kustomization, Path(folder))
        for environment, objects in environments.items():
            expected = by_identity("---\n".join(map(to_yaml, objects)))
            overlay = Path(folder) / "overlays" / environment
            if not expected:
                assert not overlay.exists()
                continue
            assert kubectl_kustomize(kubectl, overlay) == expected
            assert Kustomizer(files).render(f"overlays/{environment}") == expected


def named(strategy: st.SearchStrategy[dict[str, Any]], names: tuple[str, ...]) -> st.SearchStrategy[Objects]:
    """Return lists of mappings with names, in some order, now and then with one twice."""
    elements = st.tuples(st.sampled_from(names), strategy).map(lambda pair: {"name": pair[0], **pair[1]})
    return st.lists(elements, max_size=3)


def optional(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=fields)


VALUES = st.sampled_from(TRICKY) | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.sampled_from([0.5, 1.0])
ANY = st.recursive(
    VALUES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=6
)
PORT = st.fixed_dictionaries(
    {"containerPort": st.sampled_from([80, 81])},
    optional={"protocol": st.sampled_from(["TCP", "UDP"]), "name": st.sampled_from(["p", "q"])},
)
CONTAINER = optional(
    image=st.sampled_from(["a:1", "a:2"]),
    args=st.lists(TEXT, max_size=2),
    env=named(optional(value=TEXT), ("A", "B", "C")),
    ports=st.lists(PORT, max_size=3),
    resources=optional(limits=st.dictionaries(st.sampled_from(["cpu", "memory"]), st.sampled_from(["1", "002"]))),
    volumeMounts=st.lists(st.fixed_dictionaries({"name": st.just("v"), "mountPath": st.sampled_from("/ab")})),
)
POD = optional(
    containers=named(CONTAINER, ("one", "two", "three")),
    initContainers=named(CONTAINER, ("one", "two")),
    volumes=named(optional(emptyDir=optional(sizeLimit=st.sampled_from(["1Mi", "2Mi"]))), ("v", "w")),
    tolerations=st.lists(st.fixed_dictionaries({"key": st.sampled_from(["k", "l"])}), max_size=2),
    imagePullSecrets=named(optional(), ("s", "t")),
    nodeSelector=LABELS,
)


def template() -> st.SearchStrategy[dict[str, Any]]:
    return optional(metadata=optional(labels=LABELS, annotations=LABELS), spec=POD)


@st.composite
def contents(draw: st.DrawFn, kind: str) -> dict[str, Any]:
    """Return what stands in an object beside its identity."""
    if kind == "ConfigMap":
        return {"data": draw(st.dictionaries(KEYS, TEXT, max_size=3))} if draw(st.booleans()) else {}
    if kind == "Thing":
        return {"spec": draw(ANY)}
    if kind == "Ingress":
        rule = optional(host=st.sampled_from(["a.example", "b.example"]), http=optional(paths=st.lists(LABELS)))
        return {"spec": draw(optional(rules=st.lists(rule, max_size=2), ingressClassName=st.sampled_from("xy")))}
    spec: dict[str, Any] = {"replicas": draw(st.integers(0, 2))} if draw(st.booleans()) else {}
    inner = draw(optional(metadata=optional(labels=LABELS), spec=optional(template=template())))
    spec |= {"jobTemplate": inner} if kind == "CronJob" else {"template": draw(template())}
    if kind == "StatefulSet" and draw(st.booleans()):
        claim = st.fixed_dictionaries(
            {"metadata": st.fixed_dictionaries({"name": st.just("d")}, optional={"labels": LABELS})}
        )
        spec["volumeClaimTemplates"] = draw(st.lists(claim, max_size=1))
    return {"spec": spec}


@st.composite
def objects(draw: st.DrawFn) -> Objects:
    """Return the objects of an environment, of few kinds and names, so that environments share some."""
    found: dict[tuple[str, str, str], dict[str, Any]] = {}
    common = draw(LABELS)
    for kind in draw(st.lists(st.sampled_from(["ConfigMap", "Thing", "Ingress", *WORKLOADS]), max_size=4)):
        name, namespace = draw(st.sampled_from(NAMES)), draw(st.sampled_from(["x", "y"]))
        version = {"ConfigMap": "v1", "Thing": "example.com/v1", "Ingress": "networking.k8s.io/v1"} | WORKLOADS
        metadata = {"name": name, "namespace": namespace, **draw(optional(labels=SOME, annotations=SOME))}
        if common and draw(st.booleans()):
            metadata["labels"] = {**metadata.get("labels", {}), **common}
        item = {"apiVersion": version[kind], "kind": kind, "metadata": metadata, **draw(contents(kind))}
        found[kind, namespace, name] = item
    return list(found.values())


@given(st.dictionaries(st.sampled_from(["dev", "staging", "prod"]), objects(), min_size=1, max_size=3))
@settings(max_examples=40, suppress_health_check=list(HealthCheck))
def test_any_manifests_come_back(kubectl_binary: str, environments: Environments) -> None:
    require_equal(kubectl_binary, environments)


def config(name: str, data: dict[str, str], namespace: str = "x", **metadata: Any) -> dict[str, Any]:
    return {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": name, "namespace": namespace, **metadata},
        "data": data,
    }


def deployment(**pod: Any) -> dict[str, Any]:
    metadata = {"name": "web", "namespace": "x", "annotations": {"a/b~c": "1"}}
    return {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": metadata, "spec": {"template": {"spec": pod}}}


def container(name: str, *env: tuple[str, str], **more: Any) -> dict[str, Any]:
    return {"name": name, "env": [{"name": key, "value": value} for key, value in env], **more}


LARGE = "# a dashboard\n" + "".join(f'line {number}: {{{{ $labels.pod }}}} "{number:04}"\n' for number in range(1200))
WILD = {
    f"k{number}": text
    for number, text in enumerate(["002", "yes", "no", "::", "#34577c", "", "$(VAR)", "a\nb\n", "\n\n", *TRICKY])
}
CORPUS: dict[str, Environments] = {
    "one environment": {"dev": [config("c", WILD), deployment(containers=[container("one")])]},
    "wild values that all share": {"dev": [config("c", WILD)], "prod": [config("c", {**WILD, "more": "no"})]},
    "wild values that differ": {"dev": [config("c", WILD)], "prod": [config("c", dict.fromkeys(WILD, ""))]},
    "a large text that all share": {"dev": [config("c", {"a": LARGE})], "prod": [config("c", {"a": LARGE, "b": "1"})]},
    "a large text that differs": {"dev": [config("c", {"a": LARGE})], "prod": [config("c", {"a": LARGE + "002\n"})]},
    "equal names in two namespaces": {
        "dev": [config("c", {"a": "1"}, "x"), config("c", {"a": "2"}, "y")],
        "prod": [config("c", {"a": "1"}, "x"), config("c", {"a": "3"}, "y")],
    },
    "nothing shared": {"dev": [config("a", {})], "prod": [config("b", {})]},
    "an environment without objects": {"dev": [config("a", {"a": "1"})], "prod": []},
    "an object that one environment lacks": {
        "dev": [config("a", {"a": "1"})],
        "prod": [config("a", {"a": "1"}), config("b", {"b": "yes"})],
    },
    "variables, the second differs": {
        "dev": [deployment(containers=[container("one", ("A", "$(B)"), ("B", "002"), ("C", "c"))])],
        "prod": [deployment(containers=[container("one", ("A", "$(B)"), ("B", "yes"), ("C", "c"))])],
    },
    "the second container differs": {
        "dev": [deployment(containers=[container("one", image="a:1"), container("two", image="b:1"), container("z")])],
        "prod": [deployment(containers=[container("one", image="a:1"), container("two", image="b:2"), container("z")])],
    },
    "containers in another order": {
        "dev": [deployment(containers=[container("one"), container("two")])],
        "prod": [deployment(containers=[container("two"), container("one")])],
    },
    "a variable twice": {
        "dev": [deployment(containers=[container("one", ("A", "1"), ("A", "2"))])],
        "prod": [deployment(containers=[container("one")])],
    },
    "a container twice, and a patch of something else": {
        "dev": [deployment(containers=[container("one"), container("one")], nodeSelector={"a": "1"})],
        "prod": [deployment(containers=[container("one"), container("one")])],
    },
    "a port twice, and keys that need escapes": {
        "dev": [
            deployment(containers=[container("one", ports=[{"containerPort": 80}] * 2)], nodeSelector={"x/y~z": "1"})
        ],
        "prod": [deployment(containers=[container("one")])],
    },
    "keys with / and ~ in JSON pointers": {
        "dev": [
            config("c", {"k": "v"}, annotations={"a/b~c": "1", "x/y~z": "~1", "~1": "/"}),
            {**deployment(containers=[container("one")], nodeSelector={"a/b": "1", "x/y~z~0": "2"}), "$odd": "no"},
        ],
        "prod": [
            config("c", {"k": "v"}, annotations={"a/b~c": "1"}),
            deployment(containers=[container("one")], nodeSelector={"a/b": "1"}),
        ],
    },
    "numbers, booleans and text that look alike": {
        "dev": [{**config("c", {"a": "1"}), "immutable": True}],
        "prod": [{**config("c", {"a": "true"}), "immutable": False}],
    },
    "labels of all and labels of one": {
        "dev": [config("a", {}, labels={"env": "002", "one": "x"}), config("b", {}, labels={"env": "002"})],
        "prod": [config("a", {}, labels={"env": "no", "one": "x"}), config("b", {}, labels={"env": "no"})],
    },
}


@pytest.mark.parametrize("environments", CORPUS.values(), ids=CORPUS.keys())
def test_values_in_the_wild_come_back(kubectl_binary: str, environments: Environments) -> None:
    require_equal(kubectl_binary, environments)
