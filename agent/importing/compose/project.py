"""From a compose file to bundles: one for each service."""

from dataclasses import dataclass
from typing import Any

from agent.importing.additions import Where, settle_additions
from agent.importing.compose.containers import map_container
from agent.importing.compose.interpolation import interpolated
from agent.importing.compose.neighbours import Member, connect
from agent.importing.compose.ports import map_ports, transport_of
from agent.importing.compose.secrets import map_secrets
from agent.importing.compose.units import seconds
from agent.importing.compose.volumes import map_configs, map_volumes
from agent.importing.draft import Draft
from agent.importing.literals import take_out_literals
from agent.importing.manner import Manner
from agent.importing.neighbours import follow_names
from agent.importing.objects import Place, SourceObject, is_compose, mapping, text
from agent.importing.placing import together_in
from agent.importing.trace import Identity, map_trace
from foundation.model.errors import InputError, Problem
from foundation.model.policy.platform import PlatformPolicy
from foundation.source.tree import Document

_MODES = {"global": "daemon", "replicated-job": "job", "global-job": "job"}
#: Keys that are mapped here or in the other modules.
_MAPPED = frozenset(
    {"image", "build", "entrypoint", "command", "working_dir", "hostname", "tty", "stdin_open", "pull_policy"}
    | {"environment", "healthcheck", "deploy", "cpus", "mem_limit", "mem_reservation", "user", "cap_add", "cap_drop"}
    | {"privileged", "read_only", "security_opt", "labels", "annotations", "ports", "expose", "volumes", "tmpfs"}
    | {"shm_size", "configs", "secrets", "extra_hosts", "dns", "dns_search", "dns_opt", "stop_grace_period", "scale"}
)
#: Keys that say nothing in a cluster, with what stands in their place.
_SETTLED = {
    "container_name": "pods are named by their workload",
    "depends_on": "calls says whom it needs; pods start when they can, and restart until what they need is there",
    "networks": "calls says whom it reaches, and a NetworkPolicy holds it to that",
    "links": "every Service has a name; calls says whom it reaches",
    "restart": "pods always restart",
    "logging": "the cluster collects standard output",
    "init": "the runtime reaps processes if the pod shares its namespace",
    "profiles": "each bundle is deployed by itself",
    "platform": "images say what they run on",
}


@dataclass(frozen=True)
class ComposeService(SourceObject):
    """A service of a compose file."""

    service: str = ""

    @property
    def kind(self) -> str:
        """What it is called in messages."""
        return "service"

    @property
    def name(self) -> str:
        """Name."""
        return self.service


def drafts_of_compose(
    document: Document, file: str, said: Identity, policy: PlatformPolicy, manner: Manner
) -> list[Draft]:
    """Map every service of a compose file.

    Args:
        document: the file.
        file: its name.
        said: what the caller says of the components.
        policy: the platform's policy.
        manner: how it is brought in.

    Raises:
        InputError: it is none, or has no service.
    """
    project = mapping(document.data)
    services = mapping(project.get("services"))
    wrong = [name for name, service in services.items() if not isinstance(service, dict)]
    if not is_compose(document.data) or not services or wrong:
        what = f"the service {wrong[0]!r} is no mapping" if wrong else "there is no service in the file"
        line = document.position(("services", wrong[0]) if wrong else ())[0]
        remedy = "Name a compose file: services, each with an image."
        raise InputError(Problem(code="no-workload", message=what, remedy=remedy, file=file, line=line))
    drafts = [
        _draft(ComposeService(service, file, document, ("services", name), name), project, said, policy, manner)
        for name, service in services.items()
    ]
    if manner.namespace == "keep":
        together = together_in(text(project.get("name")) or drafts[0].name, policy)
        for draft in drafts:
            draft.top["namespace"] = together
    connect([Member(draft, service) for draft, service in zip(drafts, services.values(), strict=True)])
    follow_names(drafts, policy)
    for key in sorted(project.keys() - {"services", "version", "name", "configs", "secrets", "volumes", "networks"}):
        if not key.startswith("x-"):
            whole = ComposeService(project, file, document, (), "compose")
            drafts[0].leave_out(Place(whole, (key,)), "it is not part of a service")
    return drafts


def _draft(
    item: ComposeService, project: dict[str, Any], said: Identity, policy: PlatformPolicy, manner: Manner
) -> Draft:
    draft, place = Draft(item.service), Place(item)
    map_trace(draft, None, said)
    service = interpolated(item.data, draft, place)
    deploy = mapping(service.get("deploy"))
    map_container(draft, service, place)
    map_ports(draft, service, place)
    map_volumes(draft, service, place)
    map_configs(draft, service, project, place)
    map_secrets(draft, service, place, policy.security.secret_mount_root)
    _pod(draft, service, place)
    draft.settings["transport"] = transport_of(draft)
    served = "microservice" if draft.settings.get("ports") else "worker"
    draft.settings["type"] = _MODES.get(text(deploy.get("mode")), served)
    if draft.settings["type"] not in ("daemon", "job"):
        draft.put("replicas", deploy.get("replicas", service.get("scale", 1)), place.at("deploy", "replicas"))
        draft.settings["enable_hpa"] = False
    for probe in ("liveness_probe", "readiness_probe"):
        if probe not in draft.settings:
            draft.settings[probe] = None
            draft.comments[probe] = "It has none; without this line the platform would add its own."
    _tell_rest(draft, service, place)
    settle_additions(draft, Where(place, place), policy, manner.additions)
    take_out_literals(draft, lambda path: place.at("environment") if path[0] == "env" else place)
    draft.settle(place)
    return draft


def _pod(draft: Draft, service: dict[str, Any], place: Place) -> None:
    draft.put("termination_grace_period_seconds", _grace(service), place.at("stop_grace_period"))
    hosts: dict[str, list[str]] = {}
    given = service.get("extra_hosts")
    pairs = [str(entry).replace("=", ":", 1).partition(":")[::2] for entry in given] if isinstance(given, list) else []
    for name, address in [*pairs, *mapping(given).items()]:
        hosts.setdefault(str(address).strip("[]"), []).append(name)
    for address, names in hosts.items():
        draft.add("host_aliases", {"ip": address, "hostnames": names}, place.at("extra_hosts"))
    lists = {"nameservers": "dns", "searches": "dns_search"}
    found = {field: _list(service.get(key)) for field, key in lists.items() if service.get(key)}
    options = [
        dict(zip(("name", "value"), str(one).split(":", 1), strict=False)) for one in _list(service.get("dns_opt"))
    ]
    draft.put("dns_config", {**found, **({"options": options} if options else {})} or None, place.at("dns"))


def _grace(service: dict[str, Any]) -> int:
    """Return the seconds to stop; compose waits for ten by default."""
    return seconds(service.get("stop_grace_period", "10s")) or 10


def _list(value: Any) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else [str(value)] if value else []


def _tell_rest(draft: Draft, service: dict[str, Any], place: Place) -> None:
    for key in sorted(service.keys() - _MAPPED):
        if key in _SETTLED:
            draft.platform_decides(place.at(key), _SETTLED[key])
        elif not key.startswith("x-"):
            draft.leave_out(place.at(key), "the bundle has no place for it")
    for key in sorted(mapping(service.get("deploy")).keys() - {"replicas", "resources", "mode"}):
        draft.leave_out(place.at("deploy", key), "the bundle has no place for it")
