"""Rules that matter in production, and are noise before it."""

from collections.abc import Callable, Iterable, Iterator

from pydantic import Field

from foundation.model.base import FrozenModel
from foundation.model.findings import Finding
from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import Container, Pod
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import Run, finding_of
from plugins.k8s_validator.subject.subject import Subject


class Production(FrozenModel):
    """Parameters."""

    everywhere: bool = Field(default=False, description="Whether it holds before production too.")


def _holds(check: Check, subject: Subject, environment: str | None) -> bool:
    """Tell whether a rule of production holds; it does where the environment is unknown."""
    production = environment is None or environment in subject.policy.environments.production
    return production or check.setting(Production).everywhere


def each_container_in_production(look: Callable[[Container, Check], Iterable[Fault]]) -> Run:
    """Look at every container in production."""

    def run(check: Check, subject: Subject) -> Iterator[Finding]:
        for container in subject.containers:
            if _holds(check, subject, container.pod.object.environment):
                for fault in look(container, check):
                    yield finding_of(check, subject, fault)

    return run


def each_pod_in_production(look: Callable[[Pod, Check], Iterable[Fault]]) -> Run:
    """Look at every pod in production."""

    def run(check: Check, subject: Subject) -> Iterator[Finding]:
        for pod in subject.pods:
            if _holds(check, subject, pod.object.environment):
                for fault in look(pod, check):
                    yield finding_of(check, subject, fault)

    return run
