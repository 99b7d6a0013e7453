"""The subject of a generation run, made from the artifacts' bytes and nothing else."""

from foundation.model.bundle.effective import EffectiveComponent
from foundation.model.chart.chart import Chart
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
    complete = artifacts.complete
    folder = f"charts/{chart.name}/"
    environments = [environment.name for environment in effective.environments]
    values = {name: complete.find(f"{folder}values-{name}.yaml") for name in environments}
    archive = complete.find(f"charts/{chart.archive}")
    files = {file.path: file.content.decode() for file in complete.files if _is_yaml(file, folder)}
    return Subject(
        files=files,
        setup=setup,
        digest=artifacts.digest,
        environments={path: path.split("/")[1] for path in files if path.startswith(part_named("manifests").folder)},
        chart=ChartSubject(
            name=chart.name,
            namespace=chart.namespace,
            folder=folder,
            archive=archive.content if archive else b"",
            values={name: file.content.decode() for name, file in values.items() if file is not None},
            files={file.path.removeprefix(folder): file.content for file in complete.under(folder)},
        ),
        effective=effective,
        metadata=metadata,
        kustomize_folder=part_named("kustomize").folder,
        fragments=tuple(part.folder for part in PARTS if not part.objects),
        complete=True,
        external=external_objects(effective, setup.policies.platform),
        templates={file.path: file.content.decode() for file in complete.under(f"{folder}templates/")},
    )


def _is_yaml(file: Artifact, folder: str) -> bool:
    """Templates are no YAML before they are rendered."""
    return file.path.endswith(".yaml") and not file.path.startswith(f"{folder}templates/")
