"""Nobody enters other pods or nodes."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.objects import Fault, KubernetesObject
from plugins.k8s_validator.objects.rights import ROLES, grants
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_object

_DOORS = ["pods/exec", "pods/attach", "pods/portforward", "pods/ephemeralcontainers", "nodes/proxy", "services/proxy"]


def _look(item: KubernetesObject, check: Check) -> Iterator[Fault]:
    for index in grants(item, [""], _DOORS, None):
        yield item.fault("the role lets its holder enter pods or nodes", "rules", index, "resources")


CHECK = Check(
    code="rbac-exec",
    severity="error",
    title="No role gives access to exec, attach, port forwarding, ephemeral containers or proxies.",
    remedy="Take the resource out of the role.",
    references=(
        "CIS 5.1.10",
        "Polaris rolePodExecAttach, clusterrolePodExecAttach",
        "Trivy KSV-0047, KSV-0053, KSV-0054",
        "Kyverno restrict-clusterrole-nodesproxy",
    ),
    run=each_object(_look, *ROLES),
    kinds=ROLES,
)
