"""Every values file of the chart renders."""

from collections.abc import Iterator

from foundation.helm.errors import RenderError
from foundation.model.findings import Finding
from plugins.k8s_validator.rules.check import Check, NothingToCheck
from plugins.k8s_validator.subject.subject import Subject


def _run(check: Check, subject: Subject) -> Iterator[Finding]:
    chart = subject.chart
    if chart is None:
        raise NothingToCheck("there is no chart")
    for environment, values in chart.values.items():
        try:
            subject.setup.helm.render(chart.archive, values, chart.name, chart.namespace)
        except RenderError as error:
            finding = subject.finding(check, str(error), file=f"{chart.folder}values-{environment}.yaml")
            yield finding.model_copy(update={"environment": environment})


CHECK = Check(
    code="values-render",
    severity="error",
    title="The chart renders with each of its values files.",
    remedy="Mend the template or the value that Helm names.",
    references=("mission: helm template must not fail", "helm template"),
    run=_run,
)
