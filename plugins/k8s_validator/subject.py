"""What the checks look at."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from agent.helm.engine import HelmEngine
from agent.model.effective import EffectiveComponent
from agent.model.findings import Finding
from agent.model.policy import PlatformPolicy
from agent.model.trace import TraceMetadata
from agent.source.document import parse_documents
from agent.source.tree import Path, place
from plugins.k8s_validator.documents import Parsed, parse_text
from plugins.k8s_validator.schemas import SchemaStore


@dataclass(frozen=True)
class KubernetesObject:
    """One object in one file.

    Attributes:
        file: path of its file.
        index: position in the file, from 0.
        environment: environment it belongs to: its folder's, else the one that its label names.
        data: the object as plain data.
    """

    file: str
    index: int
    environment: str | None
    data: dict[str, Any]

    @property
    def kind(self) -> str:
        """Kind, or an empty string."""
        return str(self.data.get("kind", ""))

    @property
    def name(self) -> str:
        """Name, or an empty string."""
        metadata = self.data.get("metadata")
        return str(metadata.get("name", "")) if isinstance(metadata, dict) else ""

    @property
    def label(self) -> str:
        """``Kind/name``."""
        return f"{self.kind}/{self.name}"


def _environment_label(data: dict[str, Any]) -> str | None:
    metadata = data.get("metadata")
    labels = metadata.get("labels") if isinstance(metadata, dict) else None
    label = labels.get("env") if isinstance(labels, dict) else None
    return label if isinstance(label, str) else None


@dataclass(frozen=True)
class ChartSubject:
    """A chart in its final bytes.

    Attributes:
        name: chart and release name.
        namespace: release namespace.
        folder: path of the chart's folder among the files.
        archive: the packaged chart.
        values: text of the values file per environment.
        files: content by path in the folder.
    """

    name: str
    namespace: str
    folder: str
    archive: bytes
    values: dict[str, str]
    files: dict[str, bytes] = field(default_factory=dict)


@dataclass
class Subject:
    """Everything a check may look at; it never changes any of it.

    Attributes:
        files: YAML text by path.
        environments: environment of a file, where it has one.
        kube_version: Kubernetes version, such as ``1.32``.
        policy: platform policy.
        schemas: compiled Kubernetes schemas.
        engine: Helm.
        chart: the chart, when there is one.
        effective: the component, when the files were generated from one.
        metadata: the trace's labels and annotations, likewise.
        run_yamllint: whether the yamllint program is asked too.
        templates: text of the chart's templates by path.
        kustomize_folder: folder of the kustomization among the files, where a run made one.
    """

    files: dict[str, str]
    environments: dict[str, str]
    kube_version: str
    policy: PlatformPolicy
    schemas: SchemaStore
    engine: HelmEngine
    chart: ChartSubject | None = None
    effective: EffectiveComponent | None = None
    metadata: TraceMetadata | None = None
    run_yamllint: bool = False
    templates: dict[str, str] = field(default_factory=dict)
    kustomize_folder: str | None = None

    @cached_property
    def parsed(self) -> dict[str, Parsed]:
        """Every manifest file, parsed once."""
        return {path: parse_text(text, path) for path, text in self.files.items() if self._is_manifest(path)}

    @cached_property
    def objects(self) -> list[KubernetesObject]:
        """Every object of every manifest file."""
        return [
            KubernetesObject(path, index, self.environments.get(path) or _environment_label(data), data)
            for path, parsed in self.parsed.items()
            for index, data in enumerate(parsed.objects)
            if isinstance(data, dict)
        ]

    @cached_property
    def kustomization(self) -> dict[str, str]:
        """Text of every file of the kustomization, by its path in the kustomization's folder."""
        folder = self.kustomize_folder
        if folder is None:
            return {}
        return {path.removeprefix(folder): text for path, text in self.files.items() if path.startswith(folder)}

    def _is_manifest(self, path: str) -> bool:
        """Files of a chart are values; those of a kustomization hold parts of objects."""
        folders = [self.chart.folder if self.chart is not None else None, self.kustomize_folder]
        return not any(folder is not None and path.startswith(folder) for folder in folders)

    def finding(
        self,
        check: Any,
        message: str,
        *,
        object: KubernetesObject | None = None,
        path: Path = (),
        file: str | None = None,
    ) -> Finding:
        """Make a finding of a check, with its line where that can be known."""
        line = self._line(object, path) if object is not None else None
        return Finding(
            code=check.code,
            severity=check.severity,
            message=message,
            remedy=check.remedy,
            file=object.file if object is not None else file,
            line=line,
            object=object.label if object is not None else None,
            path=place(path),
            environment=object.environment if object is not None else self.environments.get(file or ""),
        )

    def _line(self, object: KubernetesObject, path: Path) -> int | None:
        documents = self._positions(object.file)
        return documents[object.index].position(path)[0] if object.index < len(documents) else None

    def _positions(self, file: str) -> list[Any]:
        """Positions cost more than parsing, so only files with findings pay for them."""
        if file not in self._positioned:
            try:
                self._positioned[file] = parse_documents(self.files[file], file)
            except Exception:  # a file that does not parse has its own finding
                self._positioned[file] = []
        return self._positioned[file]

    @cached_property
    def _positioned(self) -> dict[str, list[Any]]:
        return {}
