"""The chart renders to exactly the manifests that are there, in every environment.

It is rendered once more for that, until the templates have shown in this process that they give the same again.
"""

from collections.abc import Iterator

from foundation.helm.errors import RenderError
from foundation.model.findings import Finding
from plugins.k8s_validator.rules.check import Check, NothingToCheck
from plugins.k8s_validator.subject.subject import ChartSubject, Subject


def _run(check: Check, subject: Subject) -> Iterator[Finding]:
    if subject.chart is None:
        raise NothingToCheck("there is no chart")
    found = [
        finding
        for environment, values in subject.chart.values.items()
        for finding in _environment(check, subject, subject.chart, environment, values)
    ]
    if found and subject.setup.linted is not None:
        subject.setup.linted.distrust()
    yield from found
    for path, environment in subject.environments.items():
        if environment not in subject.chart.values:
            yield subject.finding(check, f"the chart has no values for {environment}", file=path)


def _environment(
    check: Check, subject: Subject, chart: ChartSubject, environment: str, values: str
) -> Iterator[Finding]:
    folder = f"manifests/{environment}/"
    manifests = {path: text for path, text in subject.files.items() if path.startswith(folder)}
    helm, memory = subject.setup.helm, subject.setup.linted
    known = memory is not None and memory.done_for(subject.digest) == "same-skeleton"
    try:
        rendered = (helm.render if known else helm.render_anew)(chart.archive, values, chart.name, chart.namespace)
    except RenderError:
        return  # the rule values-render says why
    expected = {f"{folder}{name}": text for name, text in rendered.items()}
    for path in sorted(expected.keys() | manifests.keys()):
        if path not in manifests:
            yield subject.finding(check, "the chart renders this file, but it is not there", file=path)
        elif path not in expected:
            yield subject.finding(check, "the file is there, but the chart does not render it", file=path)
        elif expected[path] != manifests[path]:
            yield subject.finding(check, "the chart renders something else", file=path)


CHECK = Check(
    code="render-equality",
    severity="error",
    title="The packaged chart renders to the manifests, byte for byte, in every environment.",
    remedy="Generate again; do not edit manifests or chart by hand.",
    references=("the chart is the template, the manifests are its render",),
    run=_run,
    waivable=False,
)
