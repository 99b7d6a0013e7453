"""Every value that the templates read is defined.

Helm itself takes what is not there for nothing, and fails only when a template reaches through it.
"""

from collections.abc import Iterator
from typing import Any

from foundation.helm.values import merged
from foundation.model.findings import Finding
from foundation.model.names import nearest
from plugins.k8s_validator.rules.check import Check, NothingToCheck
from plugins.k8s_validator.subject.chart_values import default_values, subcharts, values_files
from plugins.k8s_validator.subject.subject import Subject
from plugins.k8s_validator.subject.template_references import Keys, references


def _run(check: Check, subject: Subject) -> Iterator[Finding]:
    chart = subject.chart
    if chart is None:
        raise NothingToCheck("there is no chart")
    defaults = default_values(chart).data
    environments = [merged(defaults, file.data) for file in values_files(chart)]
    others = subcharts(chart)
    found = references(subject.templates, chart.folder, chart.name)
    paths = {reference.path for reference in found if reference.path and reference.path[0] not in others}
    missed = {path: max((_missing(values, path) for values in environments), key=len, default=()) for path in paths}
    for reference in found:
        missing = missed.get(reference.path)
        if not missing:
            continue
        # Reaching through what is not there fails; the last key alone may be missing where that is provided for.
        provided = reference.guarded or (reference.tolerant and len(missing) == 1)
        name = ".".join(reference.path)
        finding = subject.finding(check, f".Values.{name} is not defined", file=f"{chart.folder}{reference.file}")
        update: dict[str, Any] = {"line": reference.line, "remedy": _remedy(check, defaults, reference.path)}
        yield finding.model_copy(update=update | ({"severity": "advice"} if provided else {}))


def _missing(values: Any, path: Keys) -> Keys:
    """Return the part of a path that values do not have."""
    for index, key in enumerate(path):
        if not isinstance(values, dict) or key not in values:
            return path[index:]
        values = values[key]
    return ()


def _remedy(check: Check, values: dict[str, Any], path: Keys) -> str:
    missing = _missing(values, path)
    held: Any = values
    for key in path[: len(path) - len(missing)]:
        held = held[key]
    close = nearest(missing[0], held) if missing and isinstance(held, dict) else None
    place = ".".join((*path[: len(path) - len(missing)], close)) if close else ""
    return f"Did you mean .Values.{place}? {check.remedy}" if close else check.remedy


CHECK = Check(
    code="values-defined",
    severity="error",
    title="Every .Values reference of the templates resolves in values.yaml and each values file.",
    remedy="Define the value in values.yaml, or take the reference out.",
    references=("mission: values coverage, no undefined references",),
    run=_run,
)
