"""From an application, many components in one file, to one bundle for each of them."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from foundation.model.bundle.bundle import ApplicationContext, MemberBundle, Peer, TraceFields
from foundation.model.bundle.groups.services import Port
from foundation.model.bundle.layer import Layer
from foundation.model.bundle.removal import takes_away
from foundation.source.tree import Document, Path, inside

if TYPE_CHECKING:
    from foundation.model.bundle.application import Application, ApplicationComponent, SharedConfigMap

#: Keys of the Kubernetes API under which a ConfigMap is named, with the key of the name.
_REFERENCES = ("configMapRef", "configMapKeyRef", "configMap")
#: What a component says in the application's place.
_OWN = {*TraceFields.model_fields, "environments", "tenants"}
_SHARED = {"shared", "config_maps", "components", "application", "environments", "tenants"}


def is_application(data: Any) -> bool:
    """Tell whether a document is an application and not the bundle of one component."""
    return isinstance(data, dict) and "components" in data and "component" not in data


def members(application: "Application") -> list[MemberBundle]:
    """Return the bundle of each component, in the order of the file."""
    common = application.model_dump(by_alias=True, exclude_unset=True, exclude=_SHARED)
    return [_member(application, component, common) for component in application.components]


def _member(application: "Application", component: "ApplicationComponent", common: dict[str, Any]) -> MemberBundle:
    data = component.model_dump(by_alias=True, exclude_unset=True)
    own = {name: data.pop(name) for name in _OWN & data.keys()}
    files = _config_maps(application, data)
    if files:
        data["files"] = [*(data.get("files") or []), *files]
    context = ApplicationContext(
        shared=application.shared,
        environments=application.environments,
        tenants=application.tenants,
        peers=[_peer(other, application.shared) for other in application.components if other is not component],
    )
    return MemberBundle.model_validate({**common, **own, "component": data, "application": context})


def _peer(component: "ApplicationComponent", shared: Layer) -> Peer:
    return Peer(
        name=component.name,
        transport=component.transport,
        ports=_served(component, shared),
        container_ports=component.container_ports
        if "container_ports" in component.model_fields_set
        else shared.container_ports,
        calls=[call.component for call in component.calls or [] if call.component],
    )


def _served(component: "ApplicationComponent", shared: Layer) -> list[Port] | None:
    """Return the ports that a component serves in every environment; ``None`` leaves them to the policy."""
    if component.ports is None and "ports" in component.model_fields_set:
        return []
    if component.ports is None and shared.ports is None:
        return None
    served: dict[str, Port] = {}
    for port in [*(shared.ports or []), *(component.ports or [])]:
        if takes_away(port, "name"):
            served.pop(port.name, None)
        else:
            given = {name: getattr(port, name) for name in port.model_fields_set}
            served[port.name] = served.get(port.name, port).model_copy(update=given)
    return list(served.values())


def _config_maps(application: "Application", component: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the shared ConfigMaps that a component refers to, as files of its own."""
    wanted = set(_references(component)) | set(_references(application.shared.model_dump(by_alias=True)))
    return [_file_set(shared) for shared in application.config_maps if shared.name in wanted]


def _file_set(shared: "SharedConfigMap") -> dict[str, Any]:
    content = shared.model_dump(exclude_unset=True, exclude={"name"})
    return {"name": shared.name.replace(".", "-"), "config_map": shared.name, **content}


def _references(data: Any) -> Iterator[str]:
    """Yield the names of the ConfigMaps that plain settings refer to."""
    stack = [data]
    while stack:
        value = stack.pop()
        if isinstance(value, list):
            stack += value
        if not isinstance(value, dict):
            continue
        stack += value.values()
        yield from value.get("existing_config_map_refs") or []
        for key in _REFERENCES:
            named = value.get(key)
            if isinstance(named, dict) and isinstance(named.get("name"), str):
                yield named["name"]


def member_document(document: Document, index: int) -> Document:
    """Return the positions of one component's bundle, whose data comes from the application's file.

    Args:
        document: the application.
        index: which component.
    """
    entries = document.data.get("components")
    member = inside(entries, (index,))
    member = member if isinstance(member, dict) else {}  # of one that is no mapping nothing is known
    own = {name: value for name, value in member.items() if name in _OWN}
    return Document(
        data={**document.data, **own, "component": member, "application": document.data},
        positions={moved(path, index): position for path, position in document.positions.items()},
        assigned={moved(path, index): text for path, text in document.assigned.items()},
    )


def moved_paths(paths: Iterable[Path], index: int) -> Iterator[Path]:
    """Yield paths of an application as those of one component's bundle."""
    for path in paths:
        if path == ("components",):
            yield ("component",)
        elif path[:1] == ("components",) and path[1:2] != (index,):
            yield ("application", *path)  # of a peer
        else:
            yield moved(path, index)


def moved(path: Path, index: int) -> Path:
    """Map a path of the application to one of the component's bundle."""
    if path[:2] == ("components", index):
        rest = path[2:]
        return rest if rest and rest[0] in _OWN else ("component", *rest)
    return ("application", *path) if path[:1] in {("shared",), ("environments",), ("tenants",)} else path
