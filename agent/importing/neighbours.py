"""Components of one input call each other by name; where one gets another namespace, those who name it follow."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from agent.importing.draft import Draft
from agent.importing.hosts import HostName, hosts_in
from agent.importing.objects import mapping, mappings, text
from agent.importing.program_texts import ProgramText, program_texts
from foundation.model.findings import Finding, Severity
from foundation.model.policy.platform import PlatformPolicy
from foundation.source.tree import shown

_CODE = "short-host-name"
#: What a draft misses whose ports are to be filled in: it is called, nobody says on which port.
PORTS_MISSING = "ports:"
_ONE_LABEL = re.compile(r"[a-z](?:[-a-z0-9]*[a-z0-9])?")
#: Names that lead to no Service.
_OWN_MACHINE = frozenset({"localhost", "ip6-localhost"})


@dataclass(frozen=True)
class Target:
    """A Service of a component of the input.

    Attributes:
        draft: the component.
        service: what the Service is called from now on.
        namespace: where it is from now on.
    """

    draft: Draft
    service: str
    namespace: str


class Neighbours:
    """The Services of an input by the names that they had.

    Args:
        drafts: the components.
        policy: names namespaces.
    """

    def __init__(self, drafts: list[Draft], policy: PlatformPolicy) -> None:
        self._policy = policy
        self._targets: dict[tuple[str, str], Target] = {}
        for draft in drafts:
            namespace = namespace_of(draft, policy)
            for known, service in _services(draft):
                self._targets.setdefault((draft.namespace, known), Target(draft, service, namespace))
        self.known = frozenset(service for _, service in self._targets)

    def meant(self, draft: Draft, name: HostName) -> tuple[Target, str, str] | None:
        """Return the Service that a name means where a component says it, the pod before it and what is behind it."""
        for pod, service, namespace, rest in name.readings():
            target = self._targets.get((namespace or draft.namespace, service))
            if target is not None and (namespace or not (pod and name.sureness == "perhaps")):
                return target, pod, rest
        return None

    def called_now(self, draft: Draft, name: HostName) -> str | None:
        """Return what a name has to be from now on; nothing where it means no Service, or needs no change."""
        found = self.meant(draft, name)
        if found is None:
            return None
        target, pod, rest = found
        labels = len(name.text.split("."))
        same = labels - bool(pod) == 1 and target.namespace == namespace_of(draft, self._policy)
        service = f"{pod}.{target.service}" if pod else target.service
        now = service if same else f"{service}.{target.namespace}{rest}"
        return now if now != name.text else None

    def is_nobody(self, draft: Draft, name: HostName) -> bool:
        """Tell whether a name without a namespace leads nowhere where the component is from now on."""
        moved = namespace_of(draft, self._policy) != draft.namespace
        plain = _ONE_LABEL.fullmatch(name.text) is not None and name.text not in _OWN_MACHINE
        return moved and plain and name.sureness == "form" and self.meant(draft, name) is None


def namespace_of(draft: Draft, policy: PlatformPolicy) -> str:
    """Return the namespace that a component gets.

    Args:
        draft: the bundle in the making.
        policy: names namespaces.
    """
    tenant = text(draft.top.get("tenant")) or policy.default_tenant
    pattern = text(draft.top.get("namespace")) or policy.naming.namespace
    return pattern.format(component=draft.slug, tenant=tenant)


def follow_names(drafts: list[Draft], policy: PlatformPolicy) -> None:
    """Write each name of a Service as it is from now on, and tell what cannot be written for sure.

    Args:
        drafts: the components of one input.
        policy: says where each is from now on.
    """
    neighbours = Neighbours(drafts, policy)
    for draft in drafts:
        for written in program_texts(draft.settings):
            _follow(draft, written, neighbours)
        for named, value, place in draft.withheld:
            _tell_withheld(draft, named, value, place, neighbours)


def service_names(draft: Draft) -> list[str]:
    """Return what the component's Services are called; without a port it has none."""
    if not draft.settings.get("ports") and not any(line.startswith(PORTS_MISSING) for line in draft.missing):
        return []
    own = text(mapping(draft.settings.get("service")).get("name")) or draft.slug
    headless = text(draft.settings.get("headless_service"))
    further = [text(service.get("name")) for service in mappings(draft.settings.get("services"))]
    return list(dict.fromkeys([own, *further, *([headless] if headless else [])]))


def _services(draft: Draft) -> Iterator[tuple[str, str]]:
    """Yield each name that a Service of a component had, and the one that it has."""
    names = service_names(draft)
    yield from ((name, name) for name in names)
    yield from ((alias, names[0]) for alias in draft.aliases if names)


def _follow(draft: Draft, written: ProgramText, neighbours: Neighbours) -> None:
    """Write the names in one text anew; the last first, so that places stay right."""
    value = after = written.value
    for name in sorted(hosts_in(value, written.named, neighbours.known), key=lambda one: -one.start):
        now = neighbours.called_now(draft, name)
        if now is not None and name.sureness != "perhaps":
            after = after[: name.start] + now + after[name.start + len(name.text) :]
            _tell(draft, written, f"said the host {name.text}, and says {now} from now on", _NOTHING, "advice")
        elif now is not None:
            message = f"names the host {name.text}, which is in another namespace from now on"
            _tell(draft, written, message, f"Where it is a host, write {now}.")
        elif neighbours.is_nobody(draft, name) and (" " not in value or value.endswith("//", 0, name.start)):
            where = draft.namespace or "NAMESPACE"
            message = f"names the host {name.text}, which is no component of the input and in another namespace"
            remedy = f"Write {name.text}.{where}" + ("." if draft.namespace else ", with the namespace that it is in.")
            _tell(draft, written, message, remedy)
    if after != value:
        written.write(after)


def _tell_withheld(draft: Draft, named: str, value: str, place: str, neighbours: Neighbours) -> None:
    """Tell of names in a text that goes into a Secret; of the text nothing is told but what Services are called."""
    for name in hosts_in(value, named, neighbours.known):
        now = neighbours.called_now(draft, name)
        if now is not None:
            message = f"{place}: what goes there names the host {name.text}, which is in another namespace from now on"
            remedy = f"Write {now} in it." if name.sureness != "perhaps" else f"Where it is a host, write {now} in it."
            _add(draft, message, remedy, "warning", None)


_NOTHING = "Nothing has to be done; the tenant's namespace follows the naming policy."


def _tell(draft: Draft, written: ProgramText, message: str, remedy: str, severity: Severity = "warning") -> None:
    _add(draft, f"{written.place} {message}", remedy, severity, f"component.{written.place}")


def _add(draft: Draft, message: str, remedy: str, severity: Severity, path: str | None) -> None:
    finding = Finding(
        code=_CODE,
        severity=severity,
        message=shown(message),
        remedy=shown(remedy),
        object=f"bundle/{draft.name}",
        path=path,
    )
    if finding not in draft.findings:
        draft.findings.append(finding)
