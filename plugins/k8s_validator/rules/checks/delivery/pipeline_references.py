"""Pipelines refer only to what there is: stages, jobs, variables, files of this output, its namespace and release."""

from collections.abc import Iterator

from foundation.model.findings import Finding
from plugins.k8s_validator.pipelines.files import pipeline_files, schema_of, service_of
from plugins.k8s_validator.pipelines.references import (
    Dangling,
    missing_files,
    other_names,
    unknown_inputs,
    unknown_needs,
    unknown_stages,
    unknown_variables,
)
from plugins.k8s_validator.pipelines.resources import (
    missing_infrastructure,
    other_environments,
    unknown_in_steps,
    unknown_outputs,
)
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.subject.chart_values import ValuesFile
from plugins.k8s_validator.subject.subject import Subject


def _run(check: Check, subject: Subject) -> Iterator[Finding]:
    for file in pipeline_files(subject):
        service = service_of(file)
        if service is None or not schema_of(service).validator.is_valid(file.data):
            continue  # pipeline-schema tells
        for dangling in _dangling(file, service, subject):
            finding = subject.finding(check, dangling.message, file=file.path, path=dangling.path)
            yield finding.model_copy(update={"line": file.line(dangling.path)})


def _dangling(file: ValuesFile, service: str, subject: Subject) -> Iterator[Dangling]:
    data = file.data
    yield from missing_files(data, subject.saved)
    yield from missing_infrastructure(data, subject.saved)
    if subject.chart is not None:
        yield from other_names(data, subject.chart.namespace, subject.chart.name)
    if service == "azure-pipelines":
        yield from unknown_stages(data["stages"])
        yield from unknown_variables(data)
        yield from unknown_outputs(data["stages"])
        yield from other_environments(data["stages"], ("stages",))
    else:
        yield from unknown_needs(data["jobs"])
        yield from unknown_inputs(data)
        yield from unknown_in_steps(data["jobs"])
        yield from other_environments(data["jobs"], ("jobs",))


CHECK = Check(
    code="pipeline-references",
    severity="error",
    title="Stages, jobs, variables and files that a pipeline names are there, and it deploys what this output holds.",
    remedy="Mend the pipeline template, or generate again.",
    references=("mission: pipelines are consumed by CI/CD without changes",),
    run=_run,
)
