"""Traffic from outside is encrypted."""

from collections.abc import Iterator
from fnmatch import fnmatchcase

from plugins.k8s_validator.objects.objects import Fault, KubernetesObject
from plugins.k8s_validator.objects.values import mappings, quoted, text, texts
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.decisive import TRAFFIC
from plugins.k8s_validator.rules.for_each import each_related
from plugins.k8s_validator.subject.subject import Subject


def _look(item: KubernetesObject, subject: Subject, check: Check) -> Iterator[Fault]:
    environment = item.environment
    if environment is not None and environment not in subject.policy.ingress.tls_environments:
        return
    entries = mappings(item.spec.get("tls"))
    if not entries:
        yield item.fault("there is no TLS", "spec", "tls")
        return
    for index, entry in entries:
        if not text(entry.get("secretName")):
            yield item.fault("TLS names no certificate", "spec", "tls", index, "secretName")
    covered = [host for _, entry in entries for host in texts(entry.get("hosts"))]
    for index, rule in mappings(item.spec.get("rules")):
        host = text(rule.get("host"))
        if host and not any(host == name or _is_under(host, name) for name in covered):
            yield item.fault(f"TLS does not cover the host {quoted(host)}", "spec", "rules", index, "host")


def _is_under(host: str, wildcard: str) -> bool:
    """Tell whether a wildcard certificate covers a host: one label deep."""
    return wildcard.startswith("*.") and fnmatchcase(host, wildcard) and host.count(".") == wildcard.count(".")


CHECK = Check(
    code="ingress-tls",
    severity="error",
    title="An Ingress serves each of its hosts by TLS, where the policy wants it.",
    remedy="Add tls with the host and the Secret of its certificate.",
    references=("Polaris tlsSettingsMissing", "Kyverno require-ingress-https"),
    run=each_related(_look, "Ingress"),
    kinds=("Ingress",),
    availability=True,
    decided_by=TRAFFIC,
)
