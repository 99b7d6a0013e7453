import textwrap
from typing import Any

import pytest

from foundation.model.errors import InputError, Problem
from foundation.source.emit import to_yaml
from tests.plugins.k8s_validator.admission.conftest import Judge

DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: orders, namespace: shop, labels: {team: ordering}}
spec:
  replicas: 3
  template:
    metadata: {labels: {app: orders}}
    spec: {containers: [{name: app, image: "ghcr.io/acme/orders:1"}]}
"""
DEPLOYMENTS = {"apiGroups": ["apps"], "apiVersions": ["v1"], "operations": ["CREATE"], "resources": ["deployments"]}
PODS = {**DEPLOYMENTS, "apiGroups": [""], "resources": ["pods"]}


def policy(*expressions: str, **spec: Any) -> str:
    validations = [{"expression": expression} for expression in expressions]
    return to_yaml(
        {
            "apiVersion": "admissionregistration.k8s.io/v1",
            "kind": "ValidatingAdmissionPolicy",
            "metadata": {"name": "p.example.com"},
            "spec": {"matchConstraints": {"resourceRules": [DEPLOYMENTS]}, "validations": validations, **spec},
        }
    )


def binding(*actions: str, **spec: Any) -> str:
    return to_yaml(
        {
            "apiVersion": "admissionregistration.k8s.io/v1",
            "kind": "ValidatingAdmissionPolicyBinding",
            "metadata": {"name": "b"},
            "spec": {"policyName": "p.example.com", "validationActions": list(actions or ["Deny"]), **spec},
        }
    )


def matching(**constraints: Any) -> dict[str, Any]:
    return {"matchConstraints": {"resourceRules": [DEPLOYMENTS], **constraints}}


def messages(judge: Judge, *policies: str, manifests: str = DEPLOYMENT) -> list[str]:
    return [f"{finding.severity} {finding.message}" for finding in judge(manifests, *policies)]


def mistakes(judge: Judge, *policies: str) -> list[Problem]:
    with pytest.raises(InputError) as caught:
        judge(DEPLOYMENT, *policies)
    return list(caught.value.problems)


def test_a_policy_finds_what_it_forbids_and_nothing_else(judge: Judge) -> None:
    assert messages(judge, policy("object.spec.replicas <= 5")) == []
    (finding,) = judge(DEPLOYMENT, policy("object.spec.replicas <= 2"))
    assert (finding.severity, finding.object, finding.file, finding.line) == ("error", "Deployment/orders", "m.yaml", 1)
    assert finding.message == "p.example.com: failed expression: object.spec.replicas <= 2"
    assert finding.remedy == "Change the object so that the policy holds; see 0.yaml:17."


def test_messages(judge: Judge) -> None:
    rules = [
        {"expression": "false", "message": "plain"},
        {"expression": "false", "message": "x", "messageExpression": "'%d of 2'.format([object.spec.replicas])"},
        {"expression": "false", "message": "instead", "messageExpression": "object.spec.nothing"},
        {"expression": "false", "message": "one line", "messageExpression": "'a\\nb'"},
    ]
    found = messages(judge, policy(validations=rules))
    assert [text.rpartition(": ")[2] for text in found] == ["plain", "3 of 2", "instead", "one line"]


@pytest.mark.parametrize(
    ("actions", "severity"),
    [
        (["Deny"], "error"),
        (["Warn"], "warning"),
        (["Audit"], "advice"),
        (["Deny", "Audit"], "error"),
        (["Audit", "Warn"], "warning"),
    ],
)
def test_the_binding_decides_how_severe_it_is(judge: Judge, actions: list[str], severity: str) -> None:
    (finding,) = judge(DEPLOYMENT, policy("false"), binding(*actions))
    assert finding.severity == severity


@pytest.mark.parametrize(
    ("constraints", "found"),
    [
        ({}, 1),
        ({"resourceRules": [{**DEPLOYMENTS, "operations": ["UPDATE", "DELETE"]}]}, 0),
        ({"resourceRules": [{**DEPLOYMENTS, "operations": ["*"], "resources": ["*"], "apiGroups": ["*"]}]}, 2),
        ({"resourceRules": [{**DEPLOYMENTS, "apiGroups": ["batch"]}]}, 0),
        ({"resourceRules": [{**DEPLOYMENTS, "apiVersions": ["v1beta1"]}]}, 1),
        ({"resourceRules": [{**DEPLOYMENTS, "apiVersions": ["v1beta1"]}], "matchPolicy": "Exact"}, 0),
        ({"resourceRules": [{**DEPLOYMENTS, "resourceNames": ["orders"]}]}, 1),
        ({"resourceRules": [{**DEPLOYMENTS, "resourceNames": ["other"]}]}, 0),
        ({"resourceRules": [{**DEPLOYMENTS, "scope": "Cluster"}]}, 0),
        ({"excludeResourceRules": [DEPLOYMENTS]}, 0),
        ({"objectSelector": {"matchLabels": {"team": "ordering"}}}, 1),
        ({"objectSelector": {"matchLabels": {"team": "billing"}}}, 0),
        ({"objectSelector": {"matchExpressions": [{"key": "skip", "operator": "DoesNotExist"}]}}, 1),
        ({"objectSelector": {"matchExpressions": [{"key": "team", "operator": "NotIn", "values": ["ordering"]}]}}, 0),
        ({"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "shop"}}}, 1),
        ({"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "other"}}}, 0),
    ],
)
def test_what_a_policy_is_about(judge: Judge, constraints: dict[str, Any], found: int) -> None:
    assert len(messages(judge, policy("false", **matching(**constraints)))) == found


def test_pods_of_a_workload_are_looked_at_as_pods(judge: Judge) -> None:
    rule = "object.spec.containers.all(c, c.image.startsWith('registry.acme/'))"
    text = policy(rule, matchConstraints={"resourceRules": [PODS]})
    (finding,) = judge(DEPLOYMENT, text)
    assert (finding.object, finding.path, finding.line) == ("Deployment/orders", "spec.template", 7)
    cron = DEPLOYMENT.replace("apps/v1", "batch/v1").replace("Deployment", "CronJob")
    cron = cron.replace(
        "  replicas: 3\n  template:\n", "  jobTemplate: {spec: {template: {spec: {containers: [{image: x}]}}}}\n"
    )
    cron = cron[: cron.index("    metadata:")]
    (finding,) = judge(cron, text)
    assert finding.path == "spec.jobTemplate.spec.template"
    assert (
        messages(
            judge,
            policy(
                "object.metadata.namespace == 'shop' && object.metadata.labels.app == 'orders'",
                matchConstraints={"resourceRules": [PODS]},
            ),
        )
        == []
    )


def test_namespaces(judge: Judge) -> None:
    text = policy("false", **matching(namespaceSelector={"matchLabels": {"tier": "prod"}}))
    namespace = "---\napiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {tier: %s}}\n"
    assert len(judge(DEPLOYMENT + namespace % "prod", text)) == 1
    assert judge(DEPLOYMENT + namespace % "test", text) == []
    assert judge(DEPLOYMENT, text, namespace % "test") == []
    found = messages(judge, text)
    assert [line.split()[0] for line in found] == ["error", "advice"]
    assert "the labels of the namespace shop are not known" in found[1]
    assert messages(judge, policy("namespaceObject.metadata.labels.tier == 'prod'"), namespace % "prod") == []


def test_match_conditions(judge: Judge) -> None:
    def with_conditions(*expressions: str, **spec: Any) -> str:
        conditions = [{"name": f"c{n}", "expression": text} for n, text in enumerate(expressions)]
        return policy("false", matchConditions=conditions, **spec)

    assert messages(judge, with_conditions("object.metadata.name == 'other'")) == []
    assert len(messages(judge, with_conditions("object.metadata.name == 'orders'"))) == 1
    assert messages(judge, with_conditions("object.spec.nothing == 1", "false")) == []
    (text,) = messages(judge, with_conditions("object.spec.nothing == 1"))
    assert text.startswith('error p.example.com: a match condition has no value: c0: Key not found in map : "nothing"')
    (text,) = messages(judge, with_conditions("object.spec.nothing == 1", failurePolicy="Ignore"))
    assert text.startswith("advice")
    assert len(messages(judge, with_conditions("!('system:nodes' in request.userInfo.groups)"))) == 1


def test_variables_are_evaluated_in_order_and_only_where_needed(judge: Judge) -> None:
    variables = [
        {"name": "images", "expression": "object.spec.template.spec.containers.map(c, c.image)"},
        {"name": "broken", "expression": "object.spec.nothing"},
        {"name": "count", "expression": "variables.images.size()"},
    ]
    assert messages(judge, policy("variables.count == 1", variables=variables)) == []
    (text,) = messages(judge, policy("variables.broken == 1", variables=variables))
    assert 'variables.broken: Key not found in map : "nothing"' in text


def test_an_expression_without_a_value_never_passes(judge: Judge) -> None:
    (text,) = messages(judge, policy("object.spec.nothing > 1"))
    assert text == 'error p.example.com: a validation has no value: Key not found in map : "nothing"'
    (text,) = messages(judge, policy("object.spec.nothing > 1", failurePolicy="Ignore"))
    assert text.startswith("advice")
    (text,) = messages(judge, policy("dyn(1)"))
    assert text.startswith("error")


CONFIG = (
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: %s, namespace: platform, labels: {a: b}}\ndata: {most: '%s'}\n"
)
PARAM_KIND = {"paramKind": {"apiVersion": "v1", "kind": "ConfigMap"}}


def test_parameters(judge: Judge) -> None:
    text = policy("object.spec.replicas <= int(params.data.most)", **PARAM_KIND)
    named = binding(paramRef={"name": "limits", "namespace": "platform"})
    assert messages(judge, text, named, CONFIG % ("limits", "5")) == []
    assert len(messages(judge, text, named, CONFIG % ("limits", "2"))) == 1
    selected = binding(paramRef={"selector": {"matchLabels": {"a": "b"}}})
    both = CONFIG % ("one", "2") + "---\n" + CONFIG % ("two", "5")
    assert len(messages(judge, text, selected, both)) == 1
    allowed = binding(paramRef={"name": "none", "parameterNotFoundAction": "Allow"})
    assert messages(judge, text, allowed, CONFIG % ("limits", "2")) == []


def test_missing_parameters_are_a_mistake(judge: Judge) -> None:
    text = policy("object.spec.replicas <= int(params.data.most)", **PARAM_KIND)
    (problem,) = mistakes(judge, text)
    assert problem.code == "params-missing"
    (problem,) = mistakes(judge, text, binding(paramRef={"name": "limit"}), CONFIG % ("limits", "5"))
    assert (problem.code, problem.file, problem.remedy) == (
        "params-missing",
        "/policies/1.yaml",
        "Did you mean limits?",
    )
    (problem,) = mistakes(judge, policy("params.x"))
    assert problem.message == "there is no variable params"


def test_bindings_narrow(judge: Judge) -> None:
    other = binding(matchResources={"objectSelector": {"matchLabels": {"team": "billing"}}})
    assert messages(judge, policy("false"), other) == []
    same = binding(matchResources={"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "shop"}}})
    assert len(messages(judge, policy("false"), same)) == 1
    (problem,) = mistakes(judge, policy("true"), binding().replace("p.example.com", "p.exampel.com"))
    assert (problem.code, problem.remedy) == ("binding-policy", "Did you mean p.example.com?")


def test_audit_annotations_are_noted(judge: Judge) -> None:
    annotations = [{"key": "a", "valueExpression": "'x'"}]
    (text,) = messages(judge, policy("true", auditAnnotations=annotations))
    assert "auditAnnotations" in text
    assert text.startswith("advice")


@pytest.mark.parametrize(
    ("expression", "code", "message", "remedy", "column"),
    [
        ("objct.spec.replicas > 1", "cel-name", "there is no variable objct", "Did you mean object?", 0),
        ("1 < 2 && oldObjekt == null", "cel-name", "there is no variable oldObjekt", "Did you mean oldObject?", 9),
        ("object.metadata.name.startWith('a')", "cel-function", "function startWith", "Did you mean startsWith?", 21),
        ("quantitiy('1') == quantity('1')", "cel-function", "function quantitiy is", "Did you mean quantity?", 0),
        ("math.greatest(1, 2) == 2", "cel-", "math", "", 0),
        ("authorizer.group('').resource('pods').check('get').allowed()", "cel-unsupported", "authorizer cannot", "", 0),
        ("request.userInfo.username == 'a'", "cel-unsupported", "request.userInfo cannot", "", 8),
        ("request.operaton == 'CREATE'", "cel-name", "no request.operaton", "Did you mean request.operation?", 8),
        ("variables.imags.size() > 0", "cel-name", "there is no variables.imags", "Did you mean variables.images?", 10),
        ("object.spec.list.all(i, v, v > i)", "cel-unsupported", "comprehensions with two variables", "", 21),
        ("object.spec.replicas >", "cel-syntax", "Syntax error", "", 22),
        ("object.spec.replicas + 1", "cel-type", "the value is of the type int, not bool", "", 0),
        ('"text"', "cel-type", "the value is of the type string, not bool", "", 0),
        ("1 + 'a' == 2", "cel-type", "no matching overload for '_+_'", "", 2),
    ],
)  # fmt: skip
def test_mistakes_in_expressions(
    judge: Judge, expression: str, code: str, message: str, remedy: str, column: int
) -> None:
    head, tail = policy("PLACE", variables=[{"name": "images", "expression": "[]"}]).split("expression: PLACE")
    line = head.count("\n") + 1
    start = len(head) - head.rfind("\n") - 1 + len("expression: ") + 1
    quoted = "'" + expression.replace("'", "''") + "'"
    for written, first_line, first_column in (
        (quoted, line, start + 1),
        (f"|\n            {expression}", line + 1, 13),
        (f">-\n            {expression}", line + 1, 13),
    ):
        (problem, *_) = mistakes(judge, f"{head}expression: {written}{tail}")
        assert problem.code.startswith(code)
        assert message in problem.message
        assert remedy in problem.remedy
        assert (problem.file, problem.line) == ("/policies/0.yaml", first_line)
        assert problem.column == first_column + column


def test_the_line_inside_a_long_expression(judge: Judge) -> None:
    head, tail = policy("PLACE").split("expression: PLACE")
    body = "true &&\n(object.spec.replicas > 1 ||\n objct.spec.x)"
    line = head.count("\n") + 1
    for style in ("|", ">-"):
        text = f"{head}expression: {style}\n{textwrap.indent(body, ' ' * 8)}{tail}"
        (problem,) = mistakes(judge, text)
        assert (problem.line, problem.column) == (line + 3, 10)


def test_every_mistake_of_every_file_at_once(judge: Judge) -> None:
    first = policy("objct.a", "true", failurPolicy="Fail", matchPolicy=1)
    second = policy("objct.a", "foo() == 1").replace("p.example.com", "q.example.com")
    third = "apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata: {name: x}\n"
    fourth = "apiVersion: v1\nkind: [\n"
    found = {(problem.file, problem.code) for problem in mistakes(judge, first, second, third, fourth)}
    assert found >= {
        ("/policies/0.yaml", "unknown-key"),
        ("/policies/1.yaml", "cel-name"),
        ("/policies/1.yaml", "cel-function"),
        ("/policies/2.yaml", "policy-kind"),
        ("/policies/3.yaml", "yaml-syntax"),
    }


@pytest.mark.parametrize(
    "text",
    [
        "apiVersion: admissionregistration.k8s.io/v1beta1\nkind: ValidatingAdmissionPolicy\nmetadata: {name: x}\n",
        "apiVersion: admissionregistration.k8s.io/v1\nkind: MutatingAdmissionPolicy\nmetadata: {name: x}\n",
        "apiVersion: templates.gatekeeper.sh/v1\nkind: ConstraintTemplate\nmetadata: {name: x}\n",
        "apiVersion: infrastructure-engineer/v2\nkind: WorkloadPolicy\nmetadata: {name: x}\n",
        "kind: WorkloadPolicy\n",
        "- 1\n",
    ],
)
def test_what_cannot_be_evaluated_is_never_taken_for_a_parameter(judge: Judge, text: str) -> None:
    (problem,) = mistakes(judge, text)
    assert problem.code == "policy-kind"


def test_a_policy_changes_nothing_and_says_the_same_each_time(judge: Judge) -> None:
    text = policy("object.spec.replicas < 1", "object.spec.nothing", "object.metadata.labels.team == 'x'")
    first = judge(DEPLOYMENT, text)
    assert len(first) == 3
    assert judge(DEPLOYMENT, text) == first
