from typing import Any

import pytest

from foundation.model.bundle.bundle import MAX_ENVIRONMENTS
from foundation.model.errors import InputError, PermanentError
from foundation.model.run.artifacts import Artifact, ArtifactSet
from foundation.source.bundle import bundle_from_data

COMPONENT = {"name": "A", "type": "microservice", "transport": "http", "container_image": "a/b:1.0.0"}


def problems_of(bundle: dict[str, Any] | None = None, **component: Any) -> dict[str | None, str]:
    data = {"trace_id": "t", "component": {**COMPONENT, **component}, **(bundle or {})}
    try:
        bundle_from_data(data, "request")
    except InputError as error:
        return {problem.path: problem.message for problem in error.problems}
    return {}


TRAVERSAL = [
    "../../etc/passwd",
    "..",
    "/etc",
    "a/../b",
    "a\\..\\b",
    "a/b",
    "%2e%2e",
    "a\nb",
    "a\0",
    "",
    " ",
    "~",
    "$(id)",
    "a;b",
]


@pytest.mark.parametrize("text", TRAVERSAL)
@pytest.mark.parametrize(
    "field",
    ["tenant", "version", "template_id", "target_environment", "trace_id", "team", "execution_id", "agent_origin"],
)
def test_nothing_that_becomes_a_path_or_label_can_leave_its_place(field: str, text: str) -> None:
    assert list(problems_of({field: text})) == [field]


@pytest.mark.parametrize("text", TRAVERSAL)
def test_names_cannot_leave_their_place(text: str) -> None:
    assert list(problems_of(name=text)) == ["component.name"]
    assert list(problems_of(type=text)) == ["component.type"]
    assert problems_of({"environments": {text: {}}})
    assert problems_of({"tenants": {text: {}}})
    assert problems_of(claims=[{"name": text, "size": "1Gi", "mount_path": "/x"}])
    assert problems_of(secrets=[{"name": text}])
    assert problems_of(existing_config_map_refs=[text])


CALL = {"httpGet": {"path": "/", "port": 1}}
EGRESS = "component.network_policy.egress[0]"
_TERMS = "requiredDuringSchedulingIgnoredDuringExecution"
NODES = f"component.affinity.nodeAffinity.{_TERMS}.nodeSelectorTerms[0].matchExpressions[0]"


def nodes(requirement: dict[str, Any]) -> dict[str, Any]:
    terms = [{"matchExpressions": [requirement]}]
    return {"affinity": {"nodeAffinity": {_TERMS: {"nodeSelectorTerms": terms}}}}


@pytest.mark.parametrize(
    ("component", "path"),
    [
        ({"config": {"a b": "x"}}, "component.config.a b"),
        ({"config": {"1a": "x"}}, "component.config.1a"),
        ({"config": {"a: b": "x"}}, "component.config.a: b"),
        ({"node_selector": {"a b": "x"}}, "component.node_selector.a b"),
        ({"node_selector": {"a": "x y"}}, "component.node_selector.a"),
        ({"node_selector": {"a": "x" * 64}}, "component.node_selector.a"),
        ({"tolerations": [{"key": "a:b"}]}, "component.tolerations[0].key"),
        ({"tolerations": [{"key": "a", "value": "\n"}]}, "component.tolerations[0].value"),
        ({"tolerations": [{"tolerationSeconds": 2**40}]}, "component.tolerations[0].tolerationSeconds"),
        ({"ingress": {"annotations": {"a: b": "x"}}}, "component.ingress.annotations.a: b"),
        ({"ingress": {"host": "UPPER.example"}}, "component.ingress.host"),
        ({"ingress": {"host": ".".join(["a" * 60] * 5)}}, "component.ingress.host"),
        ({"ingress": {"path": "no-slash"}}, "component.ingress.path"),
        ({"disruption_budget": {"maxUnavailable": "1 # all"}}, "component.disruption_budget.maxUnavailable"),
        ({"disruption_budget": {"maxUnavailable": "101%"}}, "component.disruption_budget.maxUnavailable"),
        ({"claims": [{"name": "d", "size": "1Gi", "mount_path": "/a:b"}]}, "component.claims[0].mount_path"),
        ({"claims": [{"name": "d", "size": "big", "mount_path": "/a"}]}, "component.claims[0].size"),
        ({"env": [{"name": "A=B", "value": ""}]}, "component.env[0].name"),
        ({"env": [{"name": "A", "valueFrom": {}}]}, "component.env[0].valueFrom"),
        (
            {"env": [{"name": "A", "value": "", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}}]},
            "component.env[0]",
        ),
        (
            {"env": [{"name": "A", "valueFrom": {"fieldRef": {"fieldPath": "spec.containers"}}}]},
            "component.env[0].valueFrom.fieldRef.fieldPath",
        ),
        (
            {"env": [{"name": "A", "valueFrom": {"resourceFieldRef": {"resource": "limits.gold"}}}]},
            "component.env[0].valueFrom.resourceFieldRef.resource",
        ),
        (
            {"env": [{"name": "A", "valueFrom": {"secretKeyRef": {"name": "s", "key": "a/b"}}}]},
            "component.env[0].valueFrom.secretKeyRef.key",
        ),
        ({"env": [{"name": "A"}, {"name": "A"}]}, "component.env[1].name"),
        ({"ports": [{"name": "a", "port": 1}, {"name": "a", "port": 2}]}, "component.ports[1].name"),
        ({"ports": [{"name": "UPPER", "port": 1}]}, "component.ports[0].name"),
        ({"ports": [{"name": "a", "port": 0}]}, "component.ports[0].port"),
        ({"secrets": [{"env": [{"name": "A", "key": "a b"}]}]}, "component.secrets[0].env[0].key"),
        ({"liveness_probe": {"httpGet": {"path": "x", "port": 1}}}, "component.liveness_probe.httpGet.path"),
        (
            {"liveness_probe": {"httpGet": {"path": "/", "port": 1, "httpHeaders": [{"name": "A: b", "value": ""}]}}},
            "component.liveness_probe.httpGet.httpHeaders[0].name",
        ),
        ({"liveness_probe": {}}, "component.liveness_probe"),
        (
            {"liveness_probe": {"exec": {"command": ["a"]}, "tcpSocket": {"port": 1}}},
            "component.liveness_probe",
        ),
        ({"resources": {"requests": {"c p u": 1}}}, "component.resources.requests.c p u"),
        ({"resources": {"requests": {"cpu": -1}}}, "component.resources.requests.cpu"),
        ({"resources": {"requests": {"cpu": "1 core"}}}, "component.resources.requests.cpu"),
        ({"schedule": "every day"}, "component.schedule"),
        ({"schedule": "0 3 * * *\n"}, "component.schedule"),
        ({"job": {"timeZone": "Europe/Berlin\n  x: y"}}, "component.job.timeZone"),
        ({"container_image": "a/b:1.0 0"}, "component.container_image"),
        ({"container_image": "A/B:1"}, "component.container_image"),
        ({"container_image": "a/b@sha256:123"}, "component.container_image"),
        ({"observability": {"otel_endpoint": "ftp://x"}}, "component.observability.otel_endpoint"),
        ({"observability": {"otel_endpoint": "http://x y"}}, "component.observability.otel_endpoint"),
        ({"security_profile": {"rbac_roles": ["A b"]}}, "component.security_profile.rbac_roles[0]"),
        ({"security_profile": {"identity": {"client_id": "x"}}}, "component.security_profile.identity.client_id"),
        ({"otel_sampling": 101}, "component.otel_sampling"),
        ({"labels": {"off": "x"}}, "component.labels.off"),
        ({"common_annotations": {"1e3": "x"}}, "component.common_annotations.1e3"),
        ({"service": {"annotations": {"2025-05-07": "x"}}}, "component.service.annotations.2025-05-07"),
        ({"called_by": [{"namespace": "a", "pod_labels": {"app": None}}]}, "component.called_by[0].pod_labels.app"),
        ({"liveness_probe": {**CALL, "successThreshold": 2}}, "component.liveness_probe"),
        ({"startup_probe": {**CALL, "successThreshold": 2}}, "component.startup_probe"),
        ({"readiness_probe": {**CALL, "terminationGracePeriodSeconds": 1}}, "component.readiness_probe"),
        ({"network_policy": {"egress": [{"ports": [{"port": 9, "endPort": 8}]}]}}, f"{EGRESS}.ports[0]"),
        ({"network_policy": {"egress": [{"ports": [{"port": "a", "endPort": 8}]}]}}, f"{EGRESS}.ports[0]"),
        (
            {"volume_mounts": [{"name": "a", "mountPath": "/a", "subPath": "b", "subPathExpr": "c"}]},
            "component.volume_mounts[0]",
        ),
        ({"tolerations": [{"key": "a", "tolerationSeconds": 5}]}, "component.tolerations[0]"),
        ({"tolerations": [{"key": "a", "operator": "Exists", "value": "b"}]}, "component.tolerations[0]"),
        ({"tolerations": [{"effect": "NoExecute"}]}, "component.tolerations[0]"),
        (nodes({"key": "a", "operator": "In"}), NODES),
        (nodes({"key": "a", "operator": "Exists", "values": ["b"]}), NODES),
        (nodes({"key": "a", "operator": "Gt", "values": ["b"]}), NODES),
        (
            {"autoscale": {"metrics": [{"type": "Pods", "resource": {"name": "cpu", "target": {"type": "Value"}}}]}},
            "component.autoscale.metrics[0]",
        ),
        (
            {"update_strategy": {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 0, "maxUnavailable": "0%"}}},
            "component.update_strategy.rollingUpdate",
        ),
    ],
    ids=range(64),
)
def test_what_the_cluster_would_refuse_is_refused_at_its_path(component: dict[str, Any], path: str) -> None:
    assert list(problems_of(**component)) == [path]


@pytest.mark.parametrize(
    "component",
    [
        {"config": {"A.b-C_1": "x", "_x": None}},
        {"node_selector": {"kubernetes.io/os": "linux", "a": "", "b": None, "on": "1"}},
        {"labels": {"acme.dev/on": "x", "1a": "y"}},
        {
            "tolerations": [
                {"operator": "Exists"},
                {"key": "a.b/c", "value": "", "effect": "NoExecute", "tolerationSeconds": -1},
            ]
        },
        {"ingress": {"annotations": {"nginx.ingress.kubernetes.io/rewrite-target": "/$1"}, "host": "a.b-c.example"}},
        {"disruption_budget": {"maxUnavailable": "50%"}},
        {"disruption_budget": {"maxUnavailable": 2}},
        {
            "env": [
                {"name": "A", "valueFrom": {"fieldRef": {"fieldPath": "metadata.labels['a.b/c']", "apiVersion": "v1"}}}
            ]
        },
        {"env": [{"name": "A", "valueFrom": {"resourceFieldRef": {"resource": "limits.memory", "divisor": "1Mi"}}}]},
        {"resources": {"requests": {"nvidia.com/gpu": 1, "cpu": 0.5, "memory": "64Mi"}}},
        {"job": {"timeZone": "America/Argentina/Buenos_Aires"}},
        {"job": {"timeZone": "Etc/GMT+5"}},
        {"schedule": "@daily"},
        {"schedule": "*/5 0-3 * JAN,FEB MON"},
        {"container_image": "localhost:5000/a/b_c/d.e:V1@sha256:" + "0" * 64},
        {"container_image": "nginx"},
        {"calls": [{"namespace": "a", "pod_labels": {"on": "1", "0123": "x"}}]},
    ],
    ids=range(17),
)
def test_what_the_cluster_takes_is_taken(component: dict[str, Any]) -> None:
    assert problems_of(**component) == {}


def test_there_is_an_end_to_environments() -> None:
    assert problems_of({"environments": {f"e{number}": {} for number in range(MAX_ENVIRONMENTS)}}) == {}
    assert list(problems_of({"environments": {f"e{number}": {} for number in range(MAX_ENVIRONMENTS + 1)}})) == [
        "environments"
    ]
    assert list(problems_of({"target_environment": ["dev"] * (MAX_ENVIRONMENTS + 1)})) == ["target_environment"]


def test_a_digest_is_of_what_is_there_now() -> None:
    artifact = Artifact(path="a", content=b"one")
    artifacts = ArtifactSet(files=[artifact])
    first = artifacts.digest
    changed = artifact.model_copy(update={"content": b"two"})
    assert changed.digest != artifact.digest
    assert artifacts.model_copy(update={"files": [changed]}).digest != first
    artifacts.files.append(changed)
    assert artifacts.digest != first


def test_a_digest_knows_paths_and_contents_but_no_order() -> None:
    one, two = Artifact(path="a", content=b"x"), Artifact(path="b", content=b"y")
    assert ArtifactSet(files=[one, two]).digest == ArtifactSet(files=[two, one]).digest
    swapped = [Artifact(path="a", content=b"y"), Artifact(path="b", content=b"x")]
    assert ArtifactSet(files=[one, two]).digest != ArtifactSet(files=swapped).digest


@pytest.mark.parametrize("group", ["files", "unsaved"])
def test_no_two_files_of_a_run_have_one_path(group: str) -> None:
    one, two = Artifact(path="a/b.yaml", content=b"x"), Artifact(path="c", content=b"y")
    twice = {"files": [two], group: [one, two, Artifact(path="a/b.yaml", content=b"x")]}
    with pytest.raises(PermanentError) as error:
        ArtifactSet(**twice)
    assert [(problem.code, problem.path) for problem in error.value.problems] == [("artifact-twice", "a/b.yaml")]


def test_what_is_saved_may_hide_what_is_not() -> None:
    saved, made = Artifact(path="a", content=b"x"), Artifact(path="a", content=b"y")
    assert ArtifactSet(files=[saved], unsaved=[made]).complete.files == [saved]


CODES = {"action": "Count"}
RULE = {"action": "Ignore", "onPodConditions": [{"type": "DisruptionTarget"}]}


@pytest.mark.parametrize(
    ("job", "message"),
    [
        ({"podFailurePolicy": {"rules": [RULE]}}, None),
        ({"podFailurePolicy": {"rules": [RULE]}, "restartPolicy": "Never"}, None),
        ({"podFailurePolicy": {"rules": [RULE]}, "restartPolicy": "OnFailure"}, "needs restartPolicy Never"),
        ({"podFailurePolicy": {"rules": []}}, "not allowed"),
        ({"podFailurePolicy": {"rules": [{"action": "Ignore"}]}}, "exactly one of onExitCodes, onPodConditions"),
        (
            {"podFailurePolicy": {"rules": [{**RULE, "onExitCodes": {"operator": "In", "values": [1]}}]}},
            "exactly one of",
        ),
        (
            {"podFailurePolicy": {"rules": [{"action": "Count", "onExitCodes": {"operator": "In", "values": [0, 1]}}]}},
            "exit code 0 is no failure",
        ),
        (
            {"podFailurePolicy": {"rules": [{"action": "Count", "onExitCodes": {"operator": "NotIn", "values": [0]}}]}},
            None,
        ),
        ({"podFailurePolicy": {"rules": [{"action": "Stop", "onPodConditions": [{"type": "x"}]}]}}, "'Stop'"),
    ],
)
def test_what_failures_mean_is_said_as_the_api_takes_it(job: dict[str, Any], message: str | None) -> None:
    found = list(problems_of(type="job", transport="queue", job=job).values())
    assert len(found) == (message is not None), found
    assert message is None or message in found[0]


EXCEPTION = {"check": "image-tag", "reason": "It is rebuilt each night", "approver": "platform security"}


@pytest.mark.parametrize(
    ("component", "message"),
    [
        ({"ingress": {"hosts": [{"host": "a.b"}], "host": "c.d"}}, "hosts excludes host and path"),
        ({"ingress": {"hosts": [{"host": "a.b"}], "path": "/a"}}, "hosts excludes host and path"),
        ({"ingress": {"host": "c.d", "path": "/a"}}, None),
        ({"calls": [{"component": "A", "cidr": "10.0.0.0/8"}]}, "exactly one of component, namespace, cidr, host"),
        ({"calls": [{}]}, "exactly one of component, namespace, cidr, host"),
        ({"calls": [{"host": "a.b"}]}, "a host needs ports"),
        ({"calls": [{"host": "a.b", "ports": [443]}]}, None),
        ({"called_by": [{}]}, "exactly one of component, namespace, cidr is needed"),
        ({"called_by": [{"namespace": "a", "cidr": "10.0.0.0/8"}]}, "exactly one of component, namespace, cidr is"),
        ({"disruption_budget": {"maxUnavailable": 1, "minAvailable": 1}}, "exclude each other"),
        ({"disruption_budget": {"minAvailable": "50%"}}, None),
        ({"files": [{"name": "a", "binary_data": {"k": "not base64!"}}]}, "the text is not base64"),
        ({"files": [{"name": "a", "binary_data": {"k": "YQ=="}}]}, None),
        ({"observability": {"otel_endpoint": "http://a:99999"}}, "is no address"),
        ({"observability": {"otel_endpoint": "http://a:0"}}, "nothing listens on port 0"),
        ({"observability": {"otel_endpoint": "http://[::1::2]:4317"}}, "is no address"),
        ({"observability": {"otel_endpoint": "http://[::1]:4317"}}, None),
        ({"policy_exceptions": [{**EXCEPTION, "expires": "2035-02-30"}]}, "is no day"),
        ({"policy_exceptions": [{**EXCEPTION, "expires": "2035-02-28"}]}, None),
        ({"volume_mounts": [{"name": "a", "mountPath": "/a", "subPath": "b/../../c"}]}, "leads out of the volume"),
        (
            {"volumes": [{"name": "a", "projected": {"sources": [{"serviceAccountToken": {"path": "..data"}}]}}]},
            "begins with two dots",
        ),
        ({"pod_labels": {"yes": "x"}}, "YAML reads this name as something else than text"),
        ({"pod_labels": {"0x10": "x"}}, "YAML reads this name as something else than text"),
    ],
)
def test_what_cannot_be_is_refused_in_words(component: dict[str, Any], message: str | None) -> None:
    found = list(problems_of(**component).values())
    assert len(found) == (message is not None), found
    assert message is None or message in found[0]
