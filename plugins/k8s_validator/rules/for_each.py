"""From a rule about one thing to a check of all of them."""

from collections.abc import Callable, Iterable, Iterator

from foundation.model.findings import Finding, Severity, weaker
from plugins.k8s_validator.objects.objects import Fault, KubernetesObject
from plugins.k8s_validator.objects.pods import Container, Pod, Role
from plugins.k8s_validator.rules.check import Check, OfOneThing
from plugins.k8s_validator.subject.subject import Subject

Run = Callable[[Check, Subject], Iterable[Finding]]
_EVERY_ROLE: tuple[Role, ...] = ("container", "init", "sidecar", "ephemeral")


def each_container(look: Callable[[Container, Check], Iterable[Fault]], roles: tuple[Role, ...] = _EVERY_ROLE) -> Run:
    """Look at every container of some roles."""

    def run(check: Check, subject: Subject) -> Iterator[Finding]:
        for container in subject.containers:
            if container.role in roles:
                for fault in look(container, check):
                    yield finding_of(check, subject, fault)

    return OfOneThing(run)


def each_related_container(
    look: Callable[[Container, Subject, Check], Iterable[Fault]], roles: tuple[Role, ...] = _EVERY_ROLE
) -> Run:
    """Look at every container of some roles, together with what is around it."""

    def run(check: Check, subject: Subject) -> Iterator[Finding]:
        for container in subject.containers:
            if container.role in roles:
                for fault in look(container, subject, check):
                    yield finding_of(check, subject, fault)

    return run


def each_pod(look: Callable[[Pod, Check], Iterable[Fault]]) -> Run:
    """Look at every pod."""

    def run(check: Check, subject: Subject) -> Iterator[Finding]:
        for pod in subject.pods:
            for fault in look(pod, check):
                yield finding_of(check, subject, fault)

    return OfOneThing(run)


def each_object(look: Callable[[KubernetesObject, Check], Iterable[Fault]], *kinds: str) -> Run:
    """Look at every object of some kinds; of all kinds where none is named."""

    def run(check: Check, subject: Subject) -> Iterator[Finding]:
        for item in subject.of_kind(*kinds) if kinds else subject.objects:
            for fault in look(item, check):
                yield finding_of(check, subject, fault)

    return OfOneThing(run)


def each_related(look: Callable[[KubernetesObject, Subject, Check], Iterable[Fault]], *kinds: str) -> Run:
    """Look at every object of some kinds, together with what is around it."""

    def run(check: Check, subject: Subject) -> Iterator[Finding]:
        for item in subject.of_kind(*kinds) if kinds else subject.objects:
            for fault in look(item, subject, check):
                yield finding_of(check, subject, fault)

    return run


def each_related_pod(look: Callable[[Pod, Subject, Check], Iterable[Fault]]) -> Run:
    """Look at every pod, together with what is around it."""

    def run(check: Check, subject: Subject) -> Iterator[Finding]:
        for pod in subject.pods:
            for fault in look(pod, subject, check):
                yield finding_of(check, subject, fault)

    return run


def finding_of(check: Check, subject: Subject, fault: Fault) -> Finding:
    """Turn a fault into a finding; what the rule cannot be sure of is less severe."""
    finding = subject.finding(check, fault.message, object=fault.object, path=fault.path)
    limits: list[Severity] = [limit for limit in (fault.at_most, _outside(subject, fault)) if limit is not None]
    severity = weaker(check.severity, *limits)
    return finding if severity == finding.severity else finding.model_copy(update={"severity": severity})


def _outside(subject: Subject, fault: Fault) -> Severity | None:
    return None if subject.complete else fault.outside
