"""The subject of a generation run, made from the artifacts' bytes and nothing else."""

from collections.abc import Sequence
from dataclasses import replace

from foundation.model.bundle.effective import EffectiveComponent
from foundation.model.chart.chart import Chart
from foundation.model.infrastructure.kinds import BACK_ENDS
from foundation.model.parts import PARTS, part_named
from foundation.model.run.artifacts import Artifact, ArtifactSet
from foundation.model.run.trace import TraceMetadata
from plugins.k8s_validator.gate_setup import GateSetup
from plugins.k8s_validator.objects.external import external_objects
from plugins.k8s_validator.subject.subject import ChartSubject, Subject


def generated_subject(
    artifacts: ArtifactSet,
    chart: Chart,
    effective: EffectiveComponent,
    metadata: TraceMetadata,
    setup: GateSetup,
) -> Subject:
    """Return what the checks look at.

    Args:
        artifacts: the final files; chart, values and manifests are all read from these bytes, and from those that
            are made and not saved.
        chart: tells where in them the chart is.
        effective: the component that they were made from.
        metadata: labels and annotations that must be there.
        setup: how the gate is set up.
    """
    environments = [environment.name for environment in effective.environments]
    chart_subject = chart_of(artifacts.complete, chart.name, chart.archive, chart.namespace, environments)
    return replace(
        output_subject(artifacts, chart_subject, metadata, setup),
        effective=effective,
        complete=True,
        external=external_objects(effective, setup.policies.platform),
        noted=tuple(effective.findings),
    )


def chart_of(files: ArtifactSet, name: str, archive: str, namespace: str, environments: Sequence[str]) -> ChartSubject:
    """Return the chart among the files of an output.

    Args:
        files: all of them.
        name: chart and release name.
        archive: file name of the packaged chart.
        namespace: release namespace.
        environments: environments that it has values for.
    """
    folder = f"charts/{name}/"
    values = {environment: files.find(f"{folder}values-{environment}.yaml") for environment in environments}
    packaged = files.find(f"charts/{archive}")
    return ChartSubject(
        name=name,
        namespace=namespace,
        folder=folder,
        archive=packaged.content if packaged else b"",
        values={name: file.content.decode() for name, file in values.items() if file is not None},
        files={file.path.removeprefix(folder): file.content for file in files.under(folder)},
    )


def output_subject(artifacts: ArtifactSet, chart: ChartSubject, metadata: TraceMetadata, setup: GateSetup) -> Subject:
    """Return what the bytes of an output tell by themselves.

    Args:
        artifacts: the final files.
        chart: the chart among them.
        metadata: labels and annotations that must be there.
        setup: how the gate is set up.
    """
    complete, folder = artifacts.complete, chart.folder
    files = {file.path: file.content.decode() for file in complete.files if _is_yaml(file, folder)}
    return Subject(
        files=files,
        setup=setup,
        digest=artifacts.digest,
        environments={path: path.split("/")[1] for path in files if path.startswith(part_named("manifests").folder)},
        chart=chart,
        metadata=metadata,
        kustomize_folder=part_named("kustomize").folder,
        pipelines_folder=part_named("pipelines").folder,
        gitops_folder=part_named("gitops").folder,
        infrastructure={name: _texts(complete, part_named(name).folder) for name in BACK_ENDS},
        saved=frozenset(file.path for file in artifacts.files),
        fragments=tuple(part.folder for part in PARTS if not part.objects),
        templates={file.path: file.content.decode() for file in complete.under(f"{folder}templates/")},
    )


def _texts(files: ArtifactSet, folder: str) -> dict[str, str]:
    return {file.path.removeprefix(folder): file.content.decode(errors="replace") for file in files.under(folder)}


def _is_yaml(file: Artifact, folder: str) -> bool:
    """Templates are no YAML before they are rendered."""
    return file.path.endswith(".yaml") and not file.path.startswith(f"{folder}templates/")
