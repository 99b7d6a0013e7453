"""An Ingress is allowed where it is, and its hosts are the platform's."""

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase

from agent.model.findings import Finding
from plugins.k8s_validator.check import Check
from plugins.k8s_validator.subject import Subject
from plugins.k8s_validator.values import value_at

_LONGEST = 253
_LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"(?=.{{1,{_LONGEST}}}\Z)(\*\.)?{_LABEL}(\.{_LABEL})*")


def _run(check: Check, subject: Subject) -> Iterator[Finding]:
    policy = subject.policy.ingress
    for item in subject.of_kind("Ingress"):
        environment = item.environment
        if environment is not None and environment not in policy.environments:
            allowed = ", ".join(policy.environments)
            yield subject.finding(check, f"{environment} may not have an Ingress; {allowed} may", object=item)
        globs = policy.allowed_hosts.get(str(environment), [])
        rules = value_at(item.data, ("spec", "rules"))
        for index, rule in enumerate(rules if isinstance(rules, list) else []):
            host = str(rule.get("host", "")) if isinstance(rule, dict) else ""
            path = ("spec", "rules", index, "host")
            if not host:
                yield subject.finding(check, "the rule has no host and would take all traffic", object=item, path=path)
            elif not _HOST.fullmatch(host):
                message = f"the host {host[:_LONGEST]} is no DNS name: labels have at most 63 characters"
                yield subject.finding(check, message, object=item, path=path)
            elif globs and not any(fnmatchcase(host, glob) for glob in globs):
                message = f"the host {host} is not under {' or '.join(globs)}"
                yield subject.finding(check, message, object=item, path=path)


CHECK = Check(
    code="ingress-host",
    severity="error",
    title="An Ingress is in an environment that may have one, with a valid host that the policy allows.",
    remedy="Choose a host of the platform's domain, or switch enable_ingress off.",
    references=("mission: ingress hostname; allow ingress", "Kyverno disallow-empty-ingress-host"),
    run=_run,
    kinds=("Ingress",),
)
