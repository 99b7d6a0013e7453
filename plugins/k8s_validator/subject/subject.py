"""What the checks look at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from foundation.model.bundle.effective import EffectiveComponent
from foundation.model.findings import AppliedWaiver, Finding
from foundation.model.policy.platform import PlatformPolicy
from foundation.model.run.trace import TraceMetadata
from foundation.source.document import parse_documents
from foundation.source.tree import Path, place
from plugins.k8s_validator.objects.objects import KubernetesObject, environment_label, unpacked
from plugins.k8s_validator.objects.pods import Container, Pod, pods_of
from plugins.k8s_validator.objects.values import mapping, text
from plugins.k8s_validator.subject.documents import Parsed, read_text
from plugins.k8s_validator.subject.lines import Lines

if TYPE_CHECKING:
    from concurrent.futures import Future

    # The set-up knows the rules, and these know what a subject is.
    from plugins.k8s_validator.gate_setup import GateSetup
    from plugins.k8s_validator.schemas.faults import SchemaFault


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
    values: Mapping[str, str]
    files: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Subject:
    """Everything a check may look at; it never changes any of it.

    Attributes:
        files: YAML text by path.
        setup: how the gate is set up.
        digest: digest of the exact bytes that are looked at.
        environments: environment of a file, where it has one.
        chart: the chart, when there is one.
        effective: the component, when the files were generated from one.
        metadata: the trace's labels and annotations, likewise.
        templates: text of the chart's templates by path.
        kustomize_folder: folder of the kustomization among the files, where a run made one.
        pipelines_folder: folder of the pipelines among the files, where a run made some.
        gitops_folder: folder of what Argo CD or Flux reads among the files, where a run made it.
        infrastructure: text of every file of Bicep, Terraform and Pulumi, by the back end and its path there.
        saved: path of every file that is saved, whatever it holds.
        fragments: folders among the files whose YAML holds no whole objects, such as values and patches.
        complete: whether the manifests are all there is, apart from what is in ``external``.
        external: kind and name of objects that exist elsewhere.
        noted: what earlier steps, or those of the recorded run, want to be known of the component.
        exceptions: exceptions that a recorded run was granted, whose component is not at hand.
        exceptions_hold: whether these hold as they held then, whatever day it is.
    """

    files: Mapping[str, str]
    setup: "GateSetup"
    digest: str
    environments: Mapping[str, str] = field(default_factory=dict)
    chart: ChartSubject | None = None
    effective: EffectiveComponent | None = None
    metadata: TraceMetadata | None = None
    templates: Mapping[str, str] = field(default_factory=dict)
    kustomize_folder: str | None = None
    pipelines_folder: str | None = None
    gitops_folder: str | None = None
    infrastructure: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    saved: frozenset[str] = frozenset()
    fragments: tuple[str, ...] = ()
    complete: bool = False
    external: frozenset[tuple[str, str]] = frozenset()
    noted: tuple[Finding, ...] = ()
    exceptions: tuple[AppliedWaiver, ...] = ()
    exceptions_hold: bool = False

    @property
    def policy(self) -> PlatformPolicy:
        """The platform policy."""
        return self.setup.policies.platform

    @cached_property
    def advisory(self) -> frozenset[str]:
        """Environments in which rules on availability are advice; one that nobody defines is as its fallback."""
        policy = self.policy.environments
        noted = self.noted if policy.fallback in policy.advisory else ()
        undefined = [finding.environment for finding in noted if finding.code == "environment-fallback"]
        return frozenset([*policy.advisory, *filter(None, undefined)])

    @cached_property
    def parsed(self) -> dict[str, Parsed]:
        """Every manifest file, parsed once."""
        return {path: read_text(text, path) for path, text in self.files.items() if self._is_manifest(path)}

    @cached_property
    def objects(self) -> list[KubernetesObject]:
        """Every object of every manifest file; those of a ``List`` in its place."""
        return [
            KubernetesObject(path, index, self.environments.get(path) or environment_label(data), data, root)
            for path, parsed in self.parsed.items()
            for index, document in enumerate(parsed.objects)
            for root, data in unpacked(document)
        ]

    @cached_property
    def schema_faults(self) -> list[tuple[KubernetesObject, "SchemaFault"]]:
        """What does not fit the schema of its kind, by object; objects without a schema are not looked at."""
        return [
            (item, fault)
            for item in self.objects
            for fault in self.setup.schemas.faults(text(item.data.get("apiVersion")), item.kind, item.data)
        ]

    @cached_property
    def kustomization(self) -> dict[str, str]:
        """Text of every file of the kustomization, by its path in the kustomization's folder."""
        folder = self.kustomize_folder
        if folder is None:
            return {}
        return {path.removeprefix(folder): text for path, text in self.files.items() if path.startswith(folder)}

    @cached_property
    def pipelines(self) -> dict[str, str]:
        """Text of every pipeline by its path."""
        return self._below(self.pipelines_folder)

    @cached_property
    def gitops(self) -> dict[str, str]:
        """Text of every file that Argo CD or Flux reads, by its path."""
        return self._below(self.gitops_folder)

    def _below(self, folder: str | None) -> dict[str, str]:
        return {path: text for path, text in self.files.items() if folder and path.startswith(folder)}

    def _is_manifest(self, path: str) -> bool:
        """Files of a chart are values; the folders of other parts of a run may hold no whole objects either."""
        folders = self.fragments if self.chart is None else (self.chart.folder, *self.fragments)
        return not path.startswith(folders)

    @cached_property
    def _by_kind(self) -> dict[str, list[KubernetesObject]]:
        found: dict[str, list[KubernetesObject]] = {}
        for item in self.objects:
            found.setdefault(item.known_as, []).append(item)
        return found

    @cached_property
    def _by_place(self) -> dict[tuple[str, str], list[KubernetesObject]]:
        found: dict[tuple[str, str], list[KubernetesObject]] = {}
        for item in self.objects:
            found.setdefault((item.known_as, item.namespace), []).append(item)
        return found

    @cached_property
    def autoscalers(self) -> dict[tuple[str, str, str], list[KubernetesObject]]:
        """Autoscalers by namespace, kind and name of what they scale."""
        found: dict[tuple[str, str, str], list[KubernetesObject]] = {}
        for item in self.of_kind("HorizontalPodAutoscaler", "ScaledObject"):
            target = mapping(item.spec.get("scaleTargetRef"))
            key = (item.namespace, text(target.get("kind")) or "Deployment", text(target.get("name")))
            found.setdefault(key, []).append(item)
        return found

    @cached_property
    def _by_name(self) -> dict[tuple[str, str, str], list[KubernetesObject]]:
        found: dict[tuple[str, str, str], list[KubernetesObject]] = {}
        for item in self.objects:
            found.setdefault((item.known_as, item.namespace, item.name), []).append(item)
        return found

    @cached_property
    def pods(self) -> list[Pod]:
        """Every pod and pod template."""
        return [pod for item in self.objects for pod in pods_of(item, self.setup.rules.pod_security)]

    @cached_property
    def containers(self) -> list[Container]:
        """Every container of every pod."""
        return [container for pod in self.pods for container in pod.containers]

    @cached_property
    def _pods_by_namespace(self) -> dict[str, list[Pod]]:
        found: dict[str, list[Pod]] = {}
        for pod in self.pods:
            found.setdefault(pod.object.namespace, []).append(pod)
        return found

    def of_kind(self, *kinds: str) -> list[KubernetesObject]:
        """Return the objects of some kinds."""
        return [item for kind in kinds for item in self._by_kind.get(kind, [])]

    def find(self, kind: str, name: str, near: KubernetesObject) -> KubernetesObject | None:
        """Return the object of a kind and name that another object in its namespace can refer to."""
        found = self._by_name.get((kind, near.namespace, name), [])
        return next((item for item in found if item.meets(near.environment)), None)

    def exists(self, kind: str, name: str, near: KubernetesObject) -> bool:
        """Tell whether an object is there, or declared to be elsewhere."""
        return (kind, name) in self.external or self.find(kind, name, near) is not None

    def pods_near(self, item: KubernetesObject) -> list[Pod]:
        """Return the pods that an object in its namespace can select."""
        return [pod for pod in self._pods_by_namespace.get(item.namespace, []) if pod.object.meets(item.environment)]

    def near(self, item: KubernetesObject, kind: str) -> list[KubernetesObject]:
        """Return the objects of a kind in the namespace and environment of another."""
        return [other for other in self._by_place.get((kind, item.namespace), []) if other.meets(item.environment)]

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
            path=place((*object.root, *path) if object is not None else path),
            environment=object.environment if object is not None else self.environments.get(file or ""),
        )

    def _line(self, object: KubernetesObject, path: Path) -> int | None:
        if object.file not in self._lines:
            self._lines[object.file] = Lines(self.files[object.file])
        line = self._lines[object.file].find(object.index, (*object.root, *path))
        if line is not None:
            return line
        documents = self._positions(object.file)
        return documents[object.index].position((*object.root, *path))[0] if object.index < len(documents) else None

    def _positions(self, file: str) -> list[Any]:
        """Positions cost more than parsing, so only files whose lines do not tell pay for them."""
        if file not in self._positioned:
            try:
                self._positioned[file] = parse_documents(self.files[file], file)
            except Exception:  # a file that does not parse has its own finding
                self._positioned[file] = []
        return self._positioned[file]

    @cached_property
    def begun(self) -> "dict[str, Future[Any]]":
        """What was begun in a thread for a check, by its code."""
        return {}

    @cached_property
    def _lines(self) -> dict[str, Lines]:
        return {}

    @cached_property
    def _positioned(self) -> dict[str, list[Any]]:
        return {}
