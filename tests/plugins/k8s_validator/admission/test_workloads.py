import pytest

from foundation.model.errors import InputError
from tests.plugins.k8s_validator.admission.conftest import Judge

HEAD = "apiVersion: infrastructure-engineer/v1\nkind: WorkloadPolicy\nmetadata: {name: w}\nspec: "
DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: orders, labels: {team: ordering, env: prod}}
spec:
  template:
    metadata: {labels: {team: ordering}}
    spec:
      nodeSelector: {pool: system}
      runtimeClassName: runc
      affinity:
        nodeAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            nodeSelectorTerms:
              - matchExpressions: [{key: zone, operator: In, values: [a]}, {key: gpu, operator: DoesNotExist}]
      initContainers: [{name: i, ports: [{containerPort: 22}]}]
      containers: [{name: c, ports: [{containerPort: 8080, hostPort: 6005}]}]
---
apiVersion: v1
kind: Service
metadata: {name: orders, labels: {team: Ordering}}
spec: {ports: [{port: 80, targetPort: 22, nodePort: 30000}]}
"""


@pytest.mark.parametrize(
    ("rules", "found"),
    [
        ("{forbidden_ports: [23]}", []),
        (
            "{forbidden_ports: [22]}",
            [
                "Deployment/orders spec.template.spec.initContainers[0].ports[0].containerPort",
                "Service/orders spec.ports[0].targetPort",
            ],
        ),
        (
            "{forbidden_ports: [{first: 6000, last: 6010}]}",
            ["Deployment/orders spec.template.spec.containers[0].ports[0].hostPort"],
        ),
        ("{forbidden_ports: [30000]}", ["Service/orders spec.ports[0].nodePort"]),
        ("{mandatory_labels: [team]}", []),
        (
            "{mandatory_labels: [env]}",
            ["Deployment/orders spec.template.metadata.labels", "Service/orders metadata.labels"],
        ),
        ("{mandatory_labels: [{key: team, pattern: '[a-z]+'}]}", ["Service/orders metadata.labels.team"]),
        ("{disallowed_node_selectors: [pool]}", ["Deployment/orders spec.template.spec.nodeSelector.pool"]),
        ("{disallowed_node_selectors: [{key: pool, values: [general]}]}", []),
        (
            "{disallowed_node_selectors: [{key: zone, values: [a, b]}, gpu]}",
            [
                "Deployment/orders spec.template.spec.affinity.nodeAffinity"
                ".requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0]"
            ],
        ),
        ("{runtime_classes: [gvisor]}", ["Deployment/orders spec.template.spec"]),
        ("{runtime_classes: [gvisor, runc]}", []),
        ("{forbidden_ports: [22], environments: [dev]}", []),
    ],
)
def test_the_short_form(judge: Judge, rules: str, found: list[str]) -> None:
    assert [f"{finding.object} {finding.path}" for finding in judge(DEPLOYMENT, HEAD + rules)] == found


@pytest.mark.parametrize(("means", "words"), [("", "of the form that the policy gives"), (", means: a code", "a code")])
def test_what_a_label_should_be_is_told_in_words(judge: Judge, means: str, words: str) -> None:
    (finding,) = judge(DEPLOYMENT, HEAD + f"{{mandatory_labels: [{{key: team, pattern: '[a-z]+'{means}}}]}}")
    assert finding.message.endswith(f" and should be {words}")


def test_severity_and_environment(judge: Judge) -> None:
    found = judge(DEPLOYMENT, HEAD + "{runtime_classes: [x], severity: advice, environments: [prod]}")
    assert [(finding.severity, finding.message) for finding in found] == [
        ("advice", "w: the RuntimeClass is runc; it must be x")
    ]


@pytest.mark.parametrize(
    ("rules", "code", "text"),
    [
        ("{forbiden_ports: [1]}", "unknown-key", "Did you mean forbidden_ports?"),
        ("{forbidden_ports: [0x10000000]}", "", ""),
        ("{mandatory_labels: [{key: a, pattern: '('}]}", "wrong-value", "regular expression"),
        ("{severity: fatal}", "wrong-value", "error"),
    ],
)
def test_mistakes(judge: Judge, rules: str, code: str, text: str) -> None:
    if not code:
        assert judge(DEPLOYMENT, HEAD + rules) == []
        return
    with pytest.raises(InputError) as caught:
        judge(DEPLOYMENT, HEAD + rules)
    assert any(
        problem.code == code and text in f"{problem.message} {problem.remedy}" and problem.line == 4
        for problem in caught.value.problems
    )


@pytest.mark.parametrize(
    "spec", ["null", "[]", "{template: 1}", "{template: {spec: {containers: {}, nodeSelector: [], affinity: 3}}}"]
)
def test_any_shape_of_an_object_is_looked_at(judge: Judge, spec: str) -> None:
    rules = "{forbidden_ports: [1], mandatory_labels: [a], disallowed_node_selectors: [b], runtime_classes: [c]}"
    text = f"apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: x}}\nspec: {spec}\n"
    assert judge(text, HEAD + rules)
