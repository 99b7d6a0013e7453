"""The chart's values.schema.json accepts each values file."""

from collections.abc import Iterator
from typing import Any

from foundation.helm.schema_references import SCHEMA_FILE
from foundation.helm.values import merged
from foundation.helm.values_schema import UnusableSchema, compiled_schema
from foundation.model.findings import Finding
from plugins.k8s_validator.rules.check import Check, NothingToCheck, SkipCheck
from plugins.k8s_validator.schemas.faults import schema_faults
from plugins.k8s_validator.subject.chart_values import default_values, values_files
from plugins.k8s_validator.subject.subject import Subject


def _run(check: Check, subject: Subject) -> Iterator[Finding]:
    chart = subject.chart
    if chart is None:
        raise NothingToCheck("there is no chart")
    if SCHEMA_FILE not in chart.files:
        raise SkipCheck(f"the chart has no {SCHEMA_FILE}")
    try:
        schema = compiled_schema(chart.files[SCHEMA_FILE])
    except UnusableSchema as unusable:
        message = f"the schema cannot be used: {unusable}"[:300]
        yield subject.finding(check, message, file=f"{chart.folder}{SCHEMA_FILE}")
        return
    defaults = default_values(chart)
    for file in values_files(chart):
        for fault in schema_faults(schema.validator, merged(defaults.data, file.data), schema.content):
            origin = file if _holds(file.data, fault.path) else defaults
            finding = subject.finding(check, fault.message[:300], file=origin.path, path=fault.path)
            remedy = fault.remedy or finding.remedy
            yield finding.model_copy(update={"line": origin.line(fault.path), "remedy": remedy})


def _holds(values: Any, path: tuple[str | int, ...]) -> bool:
    for part in path:
        if not isinstance(values, dict) or part not in values:
            return isinstance(values, list)
        values = values[part]
    return True


CHECK = Check(
    code="values-schema",
    severity="error",
    title="values.schema.json accepts values.yaml together with each values file.",
    remedy="Change the value as the schema wants, or mend the schema.",
    references=("Helm: Schema Files",),
    run=_run,
)
