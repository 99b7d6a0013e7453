"""The chart's values.schema.json accepts each values file."""

import json
from collections.abc import Iterator
from typing import Any

import jsonschema_rs

from foundation.model.findings import Finding
from plugins.k8s_validator.rules.check import Check, SkipCheck
from plugins.k8s_validator.schemas.faults import schema_faults
from plugins.k8s_validator.subject.chart_values import decode_or_empty, default_values, merged, values_files
from plugins.k8s_validator.subject.subject import Subject

_SCHEMA = "values.schema.json"


def _refuse(address: str) -> Any:
    raise ValueError(f"it refers to {address}, which is not loaded")


def _run(check: Check, subject: Subject) -> Iterator[Finding]:
    chart = subject.chart
    if chart is None or _SCHEMA not in chart.files:
        raise SkipCheck("there is no chart" if chart is None else f"the chart has no {_SCHEMA}")
    try:
        schema = json.loads(decode_or_empty(chart.files[_SCHEMA]))
        validator = jsonschema_rs.validator_for(schema, retriever=_refuse)
    except (ValueError, RecursionError, jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError) as unusable:
        yield subject.finding(check, f"the schema cannot be used: {unusable}"[:300], file=f"{chart.folder}{_SCHEMA}")
        return
    defaults = default_values(chart)
    for file in values_files(chart):
        for fault in schema_faults(validator, merged(defaults.data, file.data), schema):
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
