"""What publishes a component is allowed where it is, and its hosts are the platform's."""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any

from foundation.model.expressions import expression
from foundation.model.findings import Finding, weaker
from foundation.model.policy.platform import IngressPolicy
from foundation.source.tree import Path
from plugins.k8s_validator.objects.objects import KubernetesObject
from plugins.k8s_validator.objects.values import value_at
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.decisive import TRAFFIC
from plugins.k8s_validator.subject.subject import Subject

_LONGEST = 253
_LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_HOST = expression(rf"(?=.{{1,{_LONGEST}}}\Z)(\*\.)?{_LABEL}(\.{_LABEL})*")


#: What publishes a component, and where its hosts stand.
_HOSTS: dict[str, Path] = {
    "Ingress": ("spec", "rules"),
    "HTTPRoute": ("spec", "hostnames"),
    "GRPCRoute": ("spec", "hostnames"),
    "TLSRoute": ("spec", "hostnames"),
    "TCPRoute": ("spec", "hostnames"),
    "VirtualService": ("spec", "hosts"),
}
#: Gateway of Istio that stands for all pods of the mesh, and for nobody outside.
_MESH = ["mesh"]


def _run(check: Check, subject: Subject) -> Iterator[Finding]:
    policy = subject.policy.ingress
    for item in subject.of_kind(*_HOSTS):
        if _stays_inside(item.data):
            continue
        environment = item.environment
        if environment is not None and environment not in policy.environments:
            allowed = ", ".join(policy.environments)
            yield subject.finding(check, f"{environment} may not have an {item.kind}; {allowed} may", object=item)
        globs = policy.allowed_hosts.get(str(environment), [])
        domains = [] if globs or environment is None else list(_domains(policy, environment))
        for path, host in _hosts(item):
            if host in ("", "*"):
                yield subject.finding(check, "the rule has no host and would take all traffic", object=item, path=path)
            elif not _HOST.fullmatch(host):
                message = f"the host {host[:_LONGEST]} is no DNS name: labels have at most 63 characters"
                yield subject.finding(check, message, object=item, path=path)
            elif globs and not any(fnmatchcase(host, glob) for glob in globs):
                message = f"the host {host} is not under {' or '.join(globs)}"
                yield subject.finding(check, message, object=item, path=path)
            elif domains and not any(fnmatchcase(host, domain) for domain in domains):
                where = " or ".join(domains)
                message = f"the host {host} is not under {where}, where the policy has its own of {environment}"
                found = subject.finding(check, message, object=item, path=path)
                yield found.model_copy(update={"severity": weaker(found.severity, "advice")})


def _domains(policy: IngressPolicy, environment: str) -> Iterator[str]:
    """Yield what the policy's patterns of hosts say of the domain, as globs.

    A domain of a customer's own may be meant, so they forbid nothing, as ``allowed_hosts`` does.
    """
    patterns = [hosts.get(environment, hosts.get("default", "")) for hosts in (policy.hosts, policy.tenant_hosts)]
    for domain in dict.fromkeys(pattern.rpartition("}")[2].partition(".")[2] for pattern in patterns):
        if domain:
            yield f"*.{domain}"


def _stays_inside(data: dict[str, Any]) -> bool:
    return data.get("kind") == "VirtualService" and value_at(data, ("spec", "gateways")) in (None, [], _MESH)


def _hosts(item: KubernetesObject) -> Iterator[tuple[Path, str]]:
    """Yield hosts with their places; a route without any has those of its gateway's listener."""
    place = _HOSTS[item.kind]
    entries = value_at(item.data, place)
    for index, entry in enumerate(entries if isinstance(entries, list) else []):
        if item.kind == "Ingress":
            yield (*place, index, "host"), str(entry.get("host", "")) if isinstance(entry, dict) else ""
        else:
            yield (*place, index), str(entry)


CHECK = Check(
    code="ingress-host",
    severity="error",
    title="What publishes a component is in an environment that may, with valid hosts of the policy's domain.",
    remedy="Choose a host of the platform's domain, or switch enable_ingress off.",
    references=("mission: ingress hostname; allow ingress", "Kyverno disallow-empty-ingress-host"),
    run=_run,
    kinds=tuple(_HOSTS),
    decided_by=TRAFFIC,
)
