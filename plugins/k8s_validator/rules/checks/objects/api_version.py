"""No API is used that the target version has given up, or will."""

from collections.abc import Iterator

from plugins.k8s_validator.objects.objects import Fault, KubernetesObject
from plugins.k8s_validator.objects.values import text
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.decisive import KIND
from plugins.k8s_validator.rules.for_each import each_related
from plugins.k8s_validator.schemas.deprecations import deprecation_of
from plugins.k8s_validator.subject.subject import Subject


def _version(version: str) -> tuple[int, int]:
    major, _, minor = version.partition(".")
    return int(major), int(minor)


def _look(item: KubernetesObject, subject: Subject, check: Check) -> Iterator[Fault]:
    api = text(item.data.get("apiVersion"))
    known = deprecation_of(api, item.kind)
    target = _version(subject.setup.kube_version)
    if known is None or target < known.deprecated:
        return
    instead = f"; {known.instead} takes its place" if known.instead else ""
    if known.removed is not None and target >= known.removed:
        message = f"Kubernetes {subject.setup.kube_version} has no {item.kind} in {api}{instead}"
        yield item.fault(message, "apiVersion")
    else:
        fault = item.fault(f"{item.kind} in {api} is deprecated{instead}", "apiVersion")
        yield Fault(fault.object, fault.message, fault.path, at_most="warning")


CHECK = Check(
    code="api-version",
    severity="error",
    title="Every apiVersion is one that the target version of Kubernetes has and keeps.",
    remedy="Move the object to the API that takes the place of the old one.",
    references=(
        "Kubernetes: Deprecated API Migration Guide",
        "kube-linter no-extensions-v1beta",
        "kube-score stable-version",
        "Trivy KSV-0107",
        "Kyverno check-deprecated-apis",
    ),
    run=each_related(_look),
    decided_by=KIND,
)
