"""Nobody steers the API server itself."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.objects import Fault, KubernetesObject
from plugins.k8s_validator.objects.rights import ROLES, grants
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_object

_CHANGES = ["create", "update", "patch", "delete", "deletecollection", "approve"]
_WEBHOOKS = ["mutatingwebhookconfigurations", "validatingwebhookconfigurations"]
_REQUESTS = ["certificatesigningrequests/approval", "certificatesigningrequests/status", "signers"]


def _look(item: KubernetesObject, check: Check) -> Iterator[Fault]:
    for index in grants(item, ["admissionregistration.k8s.io"], _WEBHOOKS, _CHANGES):
        yield item.fault("the role may change admission webhooks", "rules", index, "resources")
    for index in grants(item, ["certificates.k8s.io"], _REQUESTS, _CHANGES):
        yield item.fault("the role may approve certificates", "rules", index, "resources")


CHECK = Check(
    code="rbac-control",
    severity="error",
    title="No role changes admission webhooks or approves certificates.",
    remedy="Take the resource out of the role.",
    references=("CIS 5.1.11 and 5.1.12", "Checkov CKV_K8S_155, CKV_K8S_156", "Trivy KSV-0114"),
    run=each_object(_look, *ROLES),
    kinds=ROLES,
)
