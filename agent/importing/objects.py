"""Kubernetes objects as they stand in their files."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from foundation.model.errors import InputError, Problem
from foundation.source.document import parse_documents
from foundation.source.scalars import read_for_cluster
from foundation.source.tree import Document, Path, dotted, shown

#: API groups of the kinds that an import knows; other groups use some of these names for other things.
_GROUPS = {
    "Deployment": "apps",
    "StatefulSet": "apps",
    "DaemonSet": "apps",
    "Job": "batch",
    "CronJob": "batch",
    "Service": "",
    "Ingress": "networking.k8s.io",
    "HorizontalPodAutoscaler": "autoscaling",
    "PodDisruptionBudget": "policy",
    "NetworkPolicy": "networking.k8s.io",
    "ConfigMap": "",
    "Secret": "",
    "PersistentVolumeClaim": "",
    "ServiceAccount": "",
    "Role": "rbac.authorization.k8s.io",
    "RoleBinding": "rbac.authorization.k8s.io",
    "HTTPRoute": "gateway.networking.k8s.io",
    "GRPCRoute": "gateway.networking.k8s.io",
    "ScaledObject": "keda.sh",
    "TriggerAuthentication": "keda.sh",
}
WORKLOADS = ("Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob")


def mapping(value: Any) -> dict[str, Any]:
    """Return a mapping, or an empty one where something else stands."""
    return value if isinstance(value, dict) else {}


def mappings(value: Any) -> list[dict[str, Any]]:
    """Return the mappings of a list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def items(value: Any) -> list[Any]:
    """Return a list, or an empty one where something else stands."""
    return value if isinstance(value, list) else []


def text(value: Any) -> str:
    """Return a text, or an empty one where something else stands."""
    return value if isinstance(value, str) else ""


@dataclass(frozen=True)
class SourceObject:
    """One object of the input.

    Attributes:
        data: the object as plain data.
        file: name of its file, for messages.
        document: the document that it stands in.
        path: where in the document.
    """

    data: dict[str, Any]
    file: str
    document: Document
    path: Path = ()

    @property
    def kind(self) -> str:
        """Kind, such as Deployment."""
        return text(self.data.get("kind"))

    @property
    def group(self) -> str:
        """API group; empty for the core."""
        return text(self.data.get("apiVersion")).rpartition("/")[0]

    @property
    def metadata(self) -> dict[str, Any]:
        """Metadata."""
        return mapping(self.data.get("metadata"))

    @property
    def name(self) -> str:
        """Name; of an object that gets one when it is made, what that starts with."""
        return text(self.metadata.get("name")) or text(self.metadata.get("generateName")).rstrip("-.")

    @property
    def namespace(self) -> str:
        """Namespace; empty where the object leaves it open."""
        return text(self.metadata.get("namespace"))

    @property
    def spec(self) -> dict[str, Any]:
        """Spec."""
        return mapping(self.data.get("spec"))

    @property
    def title(self) -> str:
        """Kind and name for messages."""
        return shown(f"{self.kind}/{self.name}")

    @property
    def is_known(self) -> bool:
        """Tell whether the import knows the kind."""
        return _GROUPS.get(self.kind) == self.group

    @property
    def is_workload(self) -> bool:
        """Tell whether the object runs pods in a way that a component type does."""
        return self.is_known and self.kind in WORKLOADS

    def labels(self) -> dict[str, str]:
        """Return its labels."""
        return texts(self.metadata.get("labels"))

    def annotations(self) -> dict[str, str]:
        """Return its annotations."""
        return texts(self.metadata.get("annotations"))

    def line(self, path: Path = ()) -> int | None:
        """Return the line of a part of the object."""
        return self.document.position((*self.path, *path))[0]


@dataclass(frozen=True)
class Place:
    """A part of an object."""

    object: SourceObject
    path: Path = ()

    def at(self, *parts: str | int) -> "Place":
        """Return a part of this part."""
        return Place(self.object, (*self.path, *parts))

    @property
    def value(self) -> Any:
        """What stands there; ``None`` if nothing does."""
        current: Any = self.object.data
        for part in self.path:
            inside = isinstance(current, dict) and part in current
            inside = inside or (isinstance(current, list) and isinstance(part, int) and part < len(current))
            if not inside:
                return None
            current = current[part]
        return current

    @property
    def written(self) -> str:
        """The path as people write it."""
        return shown(dotted(self.path))


def texts(value: Any) -> dict[str, str]:
    """Return the entries of a mapping that are text."""
    return {key: entry for key, entry in mapping(value).items() if isinstance(entry, str)}


def is_compose(data: Any) -> bool:
    """Tell whether a document is a compose file."""
    return isinstance(data, dict) and isinstance(data.get("services"), dict) and "apiVersion" not in data


def read_documents(content: str, file: str) -> list[Document]:
    """Parse a file as a cluster would.

    Raises:
        InputError: with every mistake of the YAML.
    """
    return parse_documents(content, file, read_for_cluster)


def objects_of(documents: list[Document], file: str) -> list[SourceObject]:
    """Return the objects of parsed documents; lists are taken apart.

    Raises:
        InputError: with every document that is no object.
    """
    found: list[SourceObject] = []
    problems: list[Problem] = []
    for document in documents:
        for data, path in _flat(document.data):
            if isinstance(data, dict) and text(data.get("kind")) and text(data.get("apiVersion")):
                found.append(SourceObject(data, file, document, path))
            else:
                problems.append(_no_object(data, file, document, path))
    if problems:
        raise InputError(*problems)
    return found


def _flat(data: Any) -> Iterator[tuple[Any, Path]]:
    if isinstance(data, dict) and text(data.get("kind")).endswith("List") and isinstance(data.get("items"), list):
        for index, item in enumerate(data["items"]):
            yield item, ("items", index)
    else:
        yield data, ()


def _no_object(data: Any, file: str, document: Document, path: Path) -> Problem:
    bundle = isinstance(data, dict) and ("component" in data or "components" in data)
    message = "this is a bundle already" if bundle else "this is no Kubernetes object: kind or apiVersion is missing"
    line, column = document.position(path)
    return Problem(
        code="not-an-object",
        message=message,
        remedy="Name manifests, the output of `helm template`, or a compose file.",
        file=file,
        line=line,
        column=column,
    )


def no_name(item: SourceObject) -> Problem:
    """Return what is wrong with an object without a name."""
    return Problem(
        code="missing-key",
        message=f"a {shown(item.kind)} has no name",
        remedy="Add metadata.name.",
        file=item.file,
        line=item.line(),
        path="metadata.name",
    )


def repeated(objects: list[SourceObject]) -> list[Problem]:
    """Return a problem for each object that the input holds twice."""
    known: dict[tuple[str, str, str, str], SourceObject] = {}
    problems = []
    for item in (item for item in objects if item.metadata.get("name")):
        first = known.setdefault((item.group, item.kind, item.namespace, item.name), item)
        if first is not item:
            problems.append(
                Problem(
                    code="object-twice",
                    message=f"{item.title} stands in {first.file}, line {first.line()}, too",
                    remedy="Import one environment at a time, and each object once.",
                    file=item.file,
                    line=item.line(),
                )
            )
    return problems
