"""Pipelines have the form, and their tasks the inputs, that their service takes."""

from collections.abc import Iterator

from foundation.model.findings import Finding
from plugins.k8s_validator.pipelines.files import pipeline_files, schema_of, service_of
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.schemas.faults import schema_faults
from plugins.k8s_validator.subject.subject import Subject


def _run(check: Check, subject: Subject) -> Iterator[Finding]:
    for file in pipeline_files(subject):
        service = service_of(file)
        if service is None:
            message = "no service runs a file of this name"
            yield subject.finding(check, message, file=file.path)
            continue
        schema = schema_of(service)
        for fault in schema_faults(schema.validator, file.data, schema.content):
            finding = subject.finding(check, fault.message[:300], file=file.path, path=fault.path)
            remedy = fault.remedy or finding.remedy
            yield finding.model_copy(update={"line": file.line(fault.path), "remedy": remedy})


CHECK = Check(
    code="pipeline-schema",
    severity="error",
    title="Stages, jobs and the inputs of each task are as Azure Pipelines or GitHub Actions take them.",
    remedy="Mend the pipeline template, or what delivery says in the bundle.",
    references=("Azure Pipelines: YAML schema and task reference", "GitHub Actions: workflow syntax"),
    run=_run,
)
