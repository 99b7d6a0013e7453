"""Every value of the chart's values files is read by a template."""

from collections.abc import Iterator
from typing import Any

from foundation.model.findings import Finding
from plugins.k8s_validator.rules.check import Check, SkipCheck
from plugins.k8s_validator.subject.chart_values import default_values, subcharts, values_files
from plugins.k8s_validator.subject.subject import Subject
from plugins.k8s_validator.subject.template_references import Keys, references


def _run(check: Check, subject: Subject) -> Iterator[Finding]:
    chart = subject.chart
    if chart is None:
        raise SkipCheck("there is no chart")
    used = {reference.path for reference in references(subject.templates)}
    if () in used:
        return  # a template hands all of them on
    others = subcharts(chart)
    seen: set[Keys] = set()
    for file in [default_values(chart), *values_files(chart)]:
        for path in _unused(file.data, (), used):
            if path[0] not in others and path not in seen:
                seen.add(path)
                finding = subject.finding(check, f"no template reads {'.'.join(path)}", file=file.path)
                yield finding.model_copy(update={"line": file.line(path)})


def _unused(values: dict[str, Any], above: Keys, used: set[Keys]) -> Iterator[Keys]:
    for key, value in values.items():
        path = (*above, key)
        if any(path[: len(known)] == known for known in used):
            continue
        below = any(known[: len(path)] == path for known in used)
        if below and isinstance(value, dict):
            yield from _unused(value, path, used)
        elif not below:
            yield path


CHECK = Check(
    code="values-used",
    severity="warning",
    title="Every value of the values files is read by some template.",
    remedy="Take the value out, or mend its name.",
    references=("mission: values coverage",),
    run=_run,
)
