"""``helm lint --strict`` accepts the chart.

Lint runs on the chart's own values. What other values change is covered elsewhere: each
environment is rendered (which checks values.schema.json too), and every rendered object is
parsed and held against its strict schema. Whether Helm itself is asked is the verdict's matter.
"""

from collections.abc import Iterator

from foundation.helm.errors import RenderError
from foundation.model.findings import Finding
from plugins.k8s_validator.lint.verdict import lint
from plugins.k8s_validator.rules.check import Check, NothingToCheck
from plugins.k8s_validator.subject.subject import Subject


def _run(check: Check, subject: Subject) -> Iterator[Finding]:
    if subject.chart is None:
        raise NothingToCheck("there is no chart")
    try:
        messages = lint(subject, subject.chart)
    except RenderError as error:
        yield subject.finding(check, str(error), file=subject.chart.folder)
        return
    for message in messages:
        yield subject.finding(check, message.text, file=f"{subject.chart.folder}{message.path}")


CHECK = Check(
    code="helm-lint",
    severity="error",
    title="helm lint --strict finds nothing.",
    remedy="Mend the chart as the message says.",
    references=("mission: helm lint must pass",),
    run=_run,
)
