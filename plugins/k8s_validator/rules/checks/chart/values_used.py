"""Every value of the chart's values files is read by a template."""

from collections.abc import Iterator, Set
from typing import Any

from foundation.model.findings import Finding
from plugins.k8s_validator.rules.check import Check, NothingToCheck
from plugins.k8s_validator.subject.chart_values import default_values, subcharts, values_files
from plugins.k8s_validator.subject.subject import Subject
from plugins.k8s_validator.subject.template_references import Keys, references


def _run(check: Check, subject: Subject) -> Iterator[Finding]:
    chart = subject.chart
    if chart is None:
        raise NothingToCheck("there is no chart")
    used = {reference.path for reference in references(subject.templates, chart.folder, chart.name)}
    if () in used:
        return  # a template hands all of them on
    above = frozenset(path[:length] for path in used for length in range(len(path)))
    others = subcharts(chart)
    seen: set[Keys] = set()
    for file in [default_values(chart), *values_files(chart)]:
        for path in _unused(file.data, (), used, above):
            if path[0] not in others and path not in seen:
                seen.add(path)
                finding = subject.finding(check, f"no template reads {'.'.join(path)}", file=file.path)
                yield finding.model_copy(update={"line": file.line(path)})


def _unused(values: dict[str, Any], place: Keys, used: Set[Keys], above: Set[Keys]) -> Iterator[Keys]:
    """Yield the paths that are not used, nor below or above one that is."""
    for key, value in values.items():
        path = (*place, key)
        if path in used:
            continue
        if path not in above:
            yield path
        elif isinstance(value, dict):
            yield from _unused(value, path, used, above)


CHECK = Check(
    code="values-used",
    severity="warning",
    title="Every value of the values files is read by some template.",
    remedy="Take the value out, or mend its name.",
    references=("mission: values coverage",),
    run=_run,
)
