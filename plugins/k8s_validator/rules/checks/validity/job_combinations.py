"""Fields of a Job that need each other."""

from collections.abc import Iterator
from typing import Any

from foundation.model.expressions import expression
from foundation.source.tree import Path
from plugins.k8s_validator.objects.objects import Fault, KubernetesObject
from plugins.k8s_validator.objects.selectors import selects
from plugins.k8s_validator.objects.values import items, mapping, mappings, number, quoted, text, value_at
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_object

_KINDS = ("Job", "CronJob")
_INTERVAL = expression(r"(\d+)(?:-(\d+))?")
#: The controller writes the Job's name into a label of its pods.
_LONGEST_NAME = 63


def _look(item: KubernetesObject, check: Check) -> Iterator[Fault]:
    path: Path = ("spec",) if item.kind == "Job" else ("spec", "jobTemplate", "spec")
    spec = mapping(value_at(item.data, path))
    if item.kind == "Job" and len(item.name) > _LONGEST_NAME:
        yield item.fault(
            f"the name has more than {_LONGEST_NAME} characters; pods carry it as a label", "metadata", "name"
        )
    if spec.get("selector") is not None and spec.get("manualSelector") is not True:
        yield item.fault("the selector is made by the server unless manualSelector is true", *path, "selector")
    elif spec.get("selector") is None and spec.get("manualSelector") is True:
        yield item.fault("manualSelector needs a selector", *path, "selector")
    elif spec.get("selector") is not None and not selects(spec["selector"], _labels(spec)):
        message = "the selector does not match the template's labels"
        yield item.fault(message, *path, "template", "metadata", "labels")
    completions = number(spec.get("completions"))
    yield from _success(item, path, spec, completions)
    if item.kind == "Job" and spec.get("completionMode") == "Indexed" and completions:
        yield from _last_pod(item, completions)
    failed = number(spec.get("maxFailedIndexes"))
    if failed is not None and completions is not None and failed > completions:
        yield item.fault(f"maxFailedIndexes {failed} is above completions {completions}", *path, "maxFailedIndexes")
    yield from _failure(item, path, spec)


def _last_pod(item: KubernetesObject, completions: int) -> Iterator[Fault]:
    name = f"{item.name}-{completions - 1}"
    if len(item.name) <= _LONGEST_NAME and (len(name) > _LONGEST_NAME or "." in name):
        message = f"the last pod has the host name {quoted(name)}: at most {_LONGEST_NAME} characters, and no dot"
        yield item.fault(message, "metadata", "name")


def _labels(spec: dict[str, Any]) -> dict[str, str]:
    labels = mapping(value_at(spec, ("template", "metadata", "labels")))
    return {key: text(value) for key, value in labels.items()}


def _success(item: KubernetesObject, path: Path, spec: dict[str, Any], completions: int | None) -> Iterator[Fault]:
    for index, rule in mappings(mapping(spec.get("successPolicy")).get("rules")):
        place = (*path, "successPolicy", "rules", index)
        indexes, count = rule.get("succeededIndexes"), number(rule.get("succeededCount"))
        listed = _indexes(indexes, completions) if isinstance(indexes, str) else None
        if isinstance(indexes, str) and listed is None:
            message = f"{quoted(indexes)} is no list of rising indexes below completions, such as 0-2,4"
            yield item.fault(message, *place, "succeededIndexes")
        highest = listed if listed is not None else completions
        if count is not None and highest is not None and count > highest:
            yield item.fault(
                f"succeededCount {count} is above the {highest} indexes that there are", *place, "succeededCount"
            )


def _indexes(text: str, completions: int | None) -> int | None:
    """Return how many indexes a list names; ``None`` if it is none."""
    count, last = 0, -1
    for part in text.split(","):
        match = _INTERVAL.fullmatch(part)
        if match is None:
            return None
        first, end = int(match[1]), int(match[2] or match[1])
        if (
            first <= last
            or end < first
            or (match[2] and end == first)
            or (completions is not None and end >= completions)
        ):
            return None
        count, last = count + end - first + 1, end
    return count


def _failure(item: KubernetesObject, path: Path, spec: dict[str, Any]) -> Iterator[Fault]:
    names = {
        text(container.get("name"))
        for group in ("containers", "initContainers")
        for _, container in mappings(value_at(spec, ("template", "spec", group)))
    }
    for index, rule in mappings(mapping(spec.get("podFailurePolicy")).get("rules")):
        place = (*path, "podFailurePolicy", "rules", index)
        if rule.get("action") == "FailIndex" and spec.get("backoffLimitPerIndex") is None:
            yield item.fault("action FailIndex needs backoffLimitPerIndex", *place, "action")
        codes = mapping(rule.get("onExitCodes"))
        name = codes.get("containerName")
        if isinstance(name, str) and name not in names:
            yield item.fault(f"there is no container {quoted(name)}", *place, "onExitCodes", "containerName")
        values = [value for value in items(codes.get("values")) if isinstance(value, int)]
        if values != sorted(values):
            yield item.fault("exit codes have to rise", *place, "onExitCodes", "values")


CHECK = Check(
    code="job-combinations",
    severity="error",
    title="A Job's policies name indexes, containers and limits that it has.",
    remedy="Name what the Job has, or add what the message asks for.",
    references=("Kubernetes: pkg/apis/batch/validation",),
    run=each_object(_look, *_KINDS),
    kinds=_KINDS,
)
