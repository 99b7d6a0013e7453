"""Which objects belong to which workload."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from agent.importing.candidates import ANY, Candidates, Hook, label_hooks, selector_hook
from agent.importing.objects import Place, SourceObject, mapping, mappings, text, texts
from agent.importing.selection import selects

#: Where the pod template stands in each kind of workload.
_TEMPLATES: dict[str, tuple[str, ...]] = {"CronJob": ("spec", "jobTemplate", "spec", "template")}
_TEMPLATE = ("spec", "template")


@dataclass
class Workload:
    """A workload and what belongs to it.

    Attributes:
        object: the workload.
        beside: the objects about its pods, by kind, in the order of the input.
        bindings: RoleBindings of its service account, with the Role of each.
    """

    object: SourceObject
    beside: dict[str, list[SourceObject]] = field(default_factory=dict)
    bindings: list[tuple[SourceObject, SourceObject]] = field(default_factory=list)

    @property
    def template(self) -> Place:
        """The pod template."""
        return Place(self.object, _TEMPLATES.get(self.object.kind, _TEMPLATE))

    @property
    def pod(self) -> dict[str, Any]:
        """The pod's spec."""
        return mapping(self.template.at("spec").value)

    @property
    def pod_labels(self) -> dict[str, str]:
        """Labels of the pods."""
        return texts(self.template.at("metadata", "labels").value)

    def all(self, kind: str) -> list[SourceObject]:
        """Return its objects of a kind."""
        return self.beside.get(kind, [])

    def named(self, kind: str, name: Any) -> SourceObject | None:
        """Return its object of a kind and a name."""
        return next((item for item in self.all(kind) if item.name == name), None)

    @property
    def objects(self) -> list[SourceObject]:
        """Every object that belongs to it, the workload first."""
        around = [item for items in self.beside.values() for item in items]
        return [self.object, *around, *(item for pair in self.bindings for item in pair)]


def attach(objects: list[SourceObject]) -> list[Workload]:
    """Give each workload the objects that are about its pods."""
    workloads = [Workload(item) for item in objects if item.is_workload]
    others = [item for item in objects if item.is_known and not item.is_workload]
    labels = Counter(hook for workload in workloads for hook in label_hooks(workload.pod_labels))
    candidates = Candidates(others, lambda item: _asked(item, labels))
    for workload in workloads:
        for item in candidates.of(workload.object, _had(workload)):
            if _belongs(workload, item):
                workload.beside.setdefault(item.kind, []).append(item)
        _attach_routes(workload, candidates)
        logins = [_named("TriggerAuthentication", name) for name in _logins(workload)]
        if found := candidates.of(workload.object, logins):
            workload.beside["TriggerAuthentication"] = found
        workload.bindings = list(_bindings(workload, candidates))
    return workloads


def _attach_routes(workload: Workload, candidates: Candidates) -> None:
    """Give a workload what leads to its Services."""
    served = {("backend", service.name) for service in workload.all("Service")}
    leading = candidates.of(workload.object, served)
    for kind in ("Ingress", "HTTPRoute", "GRPCRoute"):
        if found := [item for item in leading if item.kind == kind]:
            workload.beside[kind] = found


def _asked(item: SourceObject, labels: Counter[Hook]) -> Iterator[Hook]:
    """Yield the hooks of an object: ``_belongs`` holds for no workload that has none of them."""
    kind, spec = item.kind, item.spec
    if kind in ("Ingress", "HTTPRoute", "GRPCRoute"):
        yield from (("backend", name) for name in backends(item))
    elif kind in ("HorizontalPodAutoscaler", "ScaledObject"):
        target = mapping(spec.get("scaleTargetRef"))
        yield "scaled", str(target.get("kind", "Deployment")), str(target.get("name"))
    elif kind == "RoleBinding":
        yield from (("bound", str(subject.get("name"))) for subject in mappings(item.data.get("subjects")))
    elif kind == "Service":
        yield selector_hook(texts(spec.get("selector")), labels)
    elif kind in ("PodDisruptionBudget", "NetworkPolicy"):
        selector = mapping(spec.get("podSelector" if kind == "NetworkPolicy" else "selector"))
        yield selector_hook(mapping(selector.get("matchLabels")), labels)
    else:
        yield _named(kind, item.name)


def _had(workload: Workload) -> Iterator[Hook]:
    """Yield the hooks that a workload has."""
    pod = workload.pod
    yield ANY
    yield from label_hooks(workload.pod_labels)
    yield "scaled", workload.object.kind, workload.object.name
    yield _named("ServiceAccount", account_name(pod))
    for kind, names in _REFERRED.items():
        yield from (_named(kind, name) for name in names(pod))


def _named(kind: str, name: str) -> Hook:
    return "named", kind, name


def _belongs(workload: Workload, item: SourceObject) -> bool:
    kind, spec, pod = item.kind, item.spec, workload.pod
    if kind == "Service":
        selector = texts(spec.get("selector"))
        return bool(selector) and selects({"matchLabels": selector}, workload.pod_labels)
    if kind in ("HorizontalPodAutoscaler", "ScaledObject"):
        target = mapping(spec.get("scaleTargetRef"))
        own = (workload.object.kind, workload.object.name)
        return (target.get("kind", "Deployment"), target.get("name")) == own
    if kind == "PodDisruptionBudget":
        return isinstance(spec.get("selector"), dict) and selects(spec["selector"], workload.pod_labels)
    if kind == "NetworkPolicy":
        return selects(spec.get("podSelector"), workload.pod_labels)
    if kind == "ServiceAccount":
        return item.name == account_name(pod)
    wanted = _REFERRED.get(kind)
    return wanted is not None and item.name in set(wanted(pod))


def _logins(workload: Workload) -> Iterator[str]:
    for scaled in workload.all("ScaledObject"):
        for trigger in mappings(scaled.spec.get("triggers")):
            yield text(mapping(trigger.get("authenticationRef")).get("name"))


def account_name(pod: dict[str, Any]) -> str:
    """Return the name of the pod's service account; empty for the namespace's default one."""
    return text(pod.get("serviceAccountName")) or text(pod.get("serviceAccount"))


def backends(ingress: SourceObject) -> Iterator[str]:
    """Yield the names of the Services that an Ingress or a route sends traffic to."""
    for rule in mappings(ingress.spec.get("rules")):
        yield from (text(backend.get("name")) for backend in mappings(rule.get("backendRefs")))
        for path in mappings(mapping(rule.get("http")).get("paths")):
            yield backend_service(path)
    yield text(mapping(mapping(ingress.spec.get("defaultBackend")).get("service")).get("name"))


def backend_service(path: dict[str, Any]) -> str:
    """Return the name of the Service behind a path; empty if it is something else."""
    return text(mapping(mapping(path.get("backend")).get("service")).get("name"))


def _bindings(workload: Workload, candidates: Candidates) -> Iterator[tuple[SourceObject, SourceObject]]:
    account = account_name(workload.pod)
    for binding in candidates.of(workload.object, [("bound", account)]):
        subjects = mappings(binding.data.get("subjects"))
        bound = any(text(one.get("kind")) == "ServiceAccount" and one.get("name") == account for one in subjects)
        reference = mapping(binding.data.get("roleRef"))
        roles = candidates.of(workload.object, [_named("Role", text(reference.get("name")))])
        if account and bound and reference.get("kind") == "Role" and roles:
            yield binding, roles[-1]


def containers(pod: dict[str, Any]) -> list[dict[str, Any]]:
    """Return every container of a pod."""
    return [*mappings(pod.get("initContainers")), *mappings(pod.get("containers"))]


def config_map_names(pod: dict[str, Any]) -> Iterator[str]:
    """Yield the names of the ConfigMaps that a pod refers to."""
    yield from _volume_references(pod, "configMap", "name", "configMap")
    yield from _variable_references(pod, "configMapRef", "configMapKeyRef")


def secret_names(pod: dict[str, Any]) -> Iterator[str]:
    """Yield the names of the Secrets that a pod refers to."""
    yield from _volume_references(pod, "secret", "secretName", "secret")
    yield from _variable_references(pod, "secretRef", "secretKeyRef")
    for reference in mappings(pod.get("imagePullSecrets")):
        yield text(reference.get("name"))


def claim_names(pod: dict[str, Any]) -> Iterator[str]:
    """Yield the names of the claims that a pod mounts."""
    for volume in mappings(pod.get("volumes")):
        yield text(mapping(volume.get("persistentVolumeClaim")).get("claimName"))


def _volume_references(pod: dict[str, Any], source: str, key: str, projection: str) -> Iterator[str]:
    for volume in mappings(pod.get("volumes")):
        yield text(mapping(volume.get(source)).get(key))
        for projected in mappings(mapping(volume.get("projected")).get("sources")):
            yield text(mapping(projected.get(projection)).get("name"))


def _variable_references(pod: dict[str, Any], whole: str, single: str) -> Iterator[str]:
    for container in containers(pod):
        for source in mappings(container.get("envFrom")):
            yield text(mapping(source.get(whole)).get("name"))
        for variable in mappings(container.get("env")):
            yield text(mapping(mapping(variable.get("valueFrom")).get(single)).get("name"))


#: What yields the names of the objects that a pod refers to, by their kind.
_REFERRED: dict[str, Callable[[dict[str, Any]], Iterator[str]]] = {
    "ConfigMap": config_map_names,
    "Secret": secret_names,
    "PersistentVolumeClaim": claim_names,
}
