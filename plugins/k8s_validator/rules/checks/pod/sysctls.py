"""Only kernel settings that concern the pod alone are changed."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import WORKLOADS, Pod
from plugins.k8s_validator.objects.values import mappings, quoted
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_pod

#: Safe settings, and the version of the standard that took them in.
_SAFE = {
    "kernel.shm_rmid_forced": (1, 0),
    "net.ipv4.ip_local_port_range": (1, 0),
    "net.ipv4.tcp_syncookies": (1, 0),
    "net.ipv4.ping_group_range": (1, 0),
    "net.ipv4.ip_unprivileged_port_start": (1, 0),
    "net.ipv4.ip_local_reserved_ports": (1, 27),
    "net.ipv4.tcp_keepalive_time": (1, 29),
    "net.ipv4.tcp_fin_timeout": (1, 29),
    "net.ipv4.tcp_keepalive_intvl": (1, 29),
    "net.ipv4.tcp_keepalive_probes": (1, 29),
    "net.ipv4.tcp_rmem": (1, 32),
    "net.ipv4.tcp_wmem": (1, 32),
    "net.ipv4.tcp_slow_start_after_idle": (1, 37),
    "net.ipv4.tcp_notsent_lowat": (1, 37),
}


def _look(pod: Pod, check: Check) -> Iterator[Fault]:
    for index, setting in mappings(pod.security.get("sysctls")):
        name = setting.get("name")
        if not isinstance(name, str) or name not in _SAFE or _SAFE[name] > pod.standard:
            yield pod.fault(f"the sysctl {quoted(name)} is not safe", "securityContext", "sysctls", index, "name")


CHECK = Check(
    code="sysctls",
    severity="error",
    title="Pods set only sysctls that the Pod Security Standards call safe.",
    remedy="Remove the sysctl, or have the nodes set it.",
    references=("PSS baseline: Sysctls", "kube-linter unsafe-sysctls", "Trivy KSV-0026", "Kyverno restrict-sysctls"),
    run=each_pod(_look),
    kinds=WORKLOADS,
)
