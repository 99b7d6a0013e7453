"""A unit that is missing or wrong makes half a processor 500 of them, and 512 megabytes less than a byte."""

from collections.abc import Iterator, Mapping
from typing import Any

from foundation.model.findings import Finding
from foundation.source.tree import Path
from plugins.k8s_validator.objects.objects import Fault, KubernetesObject
from plugins.k8s_validator.objects.pods import WORKLOADS
from plugins.k8s_validator.objects.quantities import FEWEST_BYTES, amount
from plugins.k8s_validator.objects.values import mapping, mappings
from plugins.k8s_validator.rules.check import Check, OfOneThing
from plugins.k8s_validator.rules.for_each import finding_of
from plugins.k8s_validator.subject.subject import Subject

_PARTS = ("requests", "limits")
_BYTES = ("memory", "ephemeral-storage", "storage")
#: The most processors of a container that are taken for meant; nodes have as many at most.
_PROCESSORS = 128


def _told(resources: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield part, name and message of each amount that is hardly meant."""
    for part in _PARTS:
        given = mapping(resources.get(part))
        for name in ("cpu", *_BYTES):
            size = amount(given.get(name))
            if size is None:
                continue
            if name == "cpu" and size > _PROCESSORS:
                yield (
                    part,
                    name,
                    f"{given[name]} of cpu is {size:g} processors; {given[name]}m would be {size / 1000:g}",
                )
            elif name in _BYTES and 0 < size < FEWEST_BYTES:
                yield part, name, f"{given[name]} of {name} is {size:g} bytes"


def _faults(subject: Subject) -> Iterator[Fault]:
    for container in subject.containers:
        for part, name, message in _told(mapping(container.data.get("resources"))):
            yield container.fault(message, "resources", part, name)
    for item in subject.of_kind("PersistentVolumeClaim", "StatefulSet"):
        for path, spec in _claims(item):
            for part, name, message in _told(mapping(spec.get("resources"))):
                yield item.fault(message, *path, "resources", part, name)


def _claims(item: KubernetesObject) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """Yield what a claim, or each template of claims, asks for."""
    if item.kind == "PersistentVolumeClaim":
        yield ("spec",), item.spec
        return
    for index, claim in mappings(item.spec.get("volumeClaimTemplates")):
        yield ("spec", "volumeClaimTemplates", index, "spec"), mapping(claim.get("spec"))


def _run(check: Check, subject: Subject) -> Iterator[Finding]:
    for fault in _faults(subject):
        yield finding_of(check, subject, fault)


CHECK = Check(
    code="amounts-plausible",
    severity="warning",
    title="Amounts of cpu, memory and storage have the unit that is meant.",
    remedy="Write the unit that is meant: 500m of cpu is half a processor, 512Mi of memory is 512 mebibytes.",
    references=("Kubernetes: resource units",),
    run=OfOneThing(_run),
    kinds=(*WORKLOADS, "PersistentVolumeClaim"),
)
