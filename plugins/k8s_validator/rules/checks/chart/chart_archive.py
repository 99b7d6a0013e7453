"""The packaged chart holds exactly the files of the chart's folder."""

from collections.abc import Iterator

from foundation.helm.archives import UNREADABLE, opened
from foundation.model.findings import Finding
from plugins.k8s_validator.rules.check import Check, NothingToCheck
from plugins.k8s_validator.subject.subject import Subject


def _run(check: Check, subject: Subject) -> Iterator[Finding]:
    if subject.chart is None or not subject.chart.files:
        raise NothingToCheck("there is no chart")
    folder = subject.chart.folder
    try:
        packed = opened(subject.chart.archive).files
    except UNREADABLE as error:
        yield subject.finding(check, f"the archive cannot be read: {error}", file=folder)
        return
    for path in sorted(packed.keys() | subject.chart.files.keys()):
        if packed.get(path) != subject.chart.files.get(path):
            yield subject.finding(check, "the archive and the folder differ in this file", file=f"{folder}{path}")


CHECK = Check(
    code="chart-archive",
    severity="error",
    title="The chart's archive and its folder hold the same files.",
    remedy="Generate again; do not edit the chart by hand.",
    references=("one source of truth",),
    run=_run,
    waivable=False,
)
