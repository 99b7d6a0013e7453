"""Where an output has Azure resources and pipelines, one of them deploys the resources before the component."""

from collections.abc import Iterator

from foundation.model.findings import Finding
from plugins.k8s_validator.pipelines.files import pipeline_files
from plugins.k8s_validator.rules.check import Check, SkipCheck
from plugins.k8s_validator.subject.subject import Subject

#: Name of the step that does it, as the two services write it.
_STEPS = ("name: infrastructure\n", "id: infrastructure\n")


def _run(check: Check, subject: Subject) -> Iterator[Finding]:
    files = pipeline_files(subject)
    back_ends = sorted(name for name, written in subject.infrastructure.items() if written)
    if not back_ends:
        raise SkipCheck("the output has no infrastructure; output.bicep, output.terraform and output.pulumi write it")
    without = [file for file in files if not any(step in subject.pipelines[file.path] for step in _STEPS)]
    for file in without[:1]:  # one setting is behind the pipelines of both services
        message = f"the pipeline does not deploy the Azure resources, which {' and '.join(back_ends)} describe"
        yield subject.finding(check, message, file=file.path)


CHECK = Check(
    code="pipeline-resources",
    severity="warning",
    title="Pipelines deploy the Azure resources of the output before the component.",
    remedy="Say in delivery.infrastructure of the bundle or the policy by which back end and connection; where others "
    "deploy the resources, a waiver says so.",
    references=("docs/pipelines.md: Azure resources",),
    run=_run,
)
