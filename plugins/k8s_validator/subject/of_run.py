"""The subject of a generation run, made from the artifacts' bytes and nothing else."""

from foundation.helm.engine import HelmEngine
from foundation.model.bundle.effective import EffectiveComponent
from foundation.model.chart.chart import Chart
from foundation.model.parts import PARTS, part_named
from foundation.model.policy.platform import PlatformPolicy
from foundation.model.run.artifacts import Artifact, ArtifactSet
from foundation.model.run.trace import TraceMetadata
from plugins.k8s_validator.objects.external import external_objects
from plugins.k8s_validator.schemas.store import SchemaStore
from plugins.k8s_validator.subject.subject import ChartSubject, Subject


def generated_subject(
    artifacts: ArtifactSet,
    chart: Chart,
    effective: EffectiveComponent,
    policy: PlatformPolicy,
    metadata: TraceMetadata,
    schemas: SchemaStore,
    engine: HelmEngine,
) -> Subject:
    """Return what the checks look at.

    Args:
        artifacts: the final files; chart, values and manifests are all read from these bytes.
        chart: tells where in them the chart is.
        effective: the component that they were made from.
        policy: platform policy.
        metadata: labels and annotations that must be there.
        schemas: schemas of the target Kubernetes version.
        engine: Helm.
    """
    folder = f"charts/{chart.name}/"
    environments = [environment.name for environment in effective.environments]
    values = {name: artifacts.find(f"{folder}values-{name}.yaml") for name in environments}
    archive = artifacts.find(f"charts/{chart.archive}")
    files = {file.path: file.content.decode() for file in artifacts.files if _is_yaml(file, folder)}
    return Subject(
        files=files,
        environments={path: path.split("/")[1] for path in files if path.startswith(part_named("manifests").folder)},
        kube_version=schemas.version,
        policy=policy,
        schemas=schemas,
        engine=engine,
        chart=ChartSubject(
            name=chart.name,
            namespace=chart.namespace,
            folder=folder,
            archive=archive.content if archive else b"",
            values={name: file.content.decode() for name, file in values.items() if file is not None},
            files={file.path.removeprefix(folder): file.content for file in artifacts.under(folder)},
        ),
        effective=effective,
        metadata=metadata,
        kustomize_folder=part_named("kustomize").folder,
        fragments=tuple(part.folder for part in PARTS if not part.objects),
        complete=True,
        external=external_objects(effective, policy),
        templates={file.path: file.content.decode() for file in artifacts.under(f"{folder}templates/")},
    )


def _is_yaml(file: Artifact, folder: str) -> bool:
    """Templates are no YAML before they are rendered."""
    return file.path.endswith(".yaml") and not file.path.startswith(f"{folder}templates/")
