"""Nobody gives themselves more rights."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.objects import Fault, KubernetesObject
from plugins.k8s_validator.objects.rights import ROLES, grants, rules_of
from plugins.k8s_validator.objects.values import items
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_object

_VERBS = ("bind", "escalate", "impersonate")
_GROUP = "rbac.authorization.k8s.io"
_RBAC = ["roles", "rolebindings", "clusterroles", "clusterrolebindings"]
_CHANGES = ["create", "update", "patch", "delete", "deletecollection"]


def _look(item: KubernetesObject, check: Check) -> Iterator[Fault]:
    for index, rule in rules_of(item):
        for verb in _VERBS:
            if verb in items(rule.get("verbs")):
                yield item.fault(f"the role allows {verb}", "rules", index, "verbs")
    for index in grants(item, [_GROUP], _RBAC, _CHANGES):
        yield item.fault("the role may change roles or bindings", "rules", index, "resources")
    for index in grants(item, [""], ["serviceaccounts/token"], ["create"]):
        yield item.fault("the role may make tokens of ServiceAccounts", "rules", index, "resources")


CHECK = Check(
    code="rbac-escalation",
    severity="error",
    title="No role allows bind, escalate or impersonate, or changes roles, bindings or tokens.",
    remedy="Take the verb or the resource out of the role.",
    references=(
        "CIS 5.1.8 and 5.1.13",
        "Checkov CKV_K8S_157, CKV_K8S_158",
        "Trivy KSV-0043, KSV-0050",
        "Kyverno restrict-escalation-verbs-roles",
    ),
    run=each_object(_look, *ROLES),
    kinds=ROLES,
)
