"""From Kubernetes objects to bundles: classify, attach, map, shorten, write."""

from agent.importing.additions import tell_additions
from agent.importing.attach import Workload, attach
from agent.importing.containers import map_containers
from agent.importing.draft import Draft
from agent.importing.environment import map_config
from agent.importing.events import map_event_scaling
from agent.importing.exported import cleaned
from agent.importing.identity import map_identity
from agent.importing.labels import Metadata
from agent.importing.literals import take_out_literals
from agent.importing.neighbours import namespace_of, tell_old_names
from agent.importing.objects import Place, SourceObject, mapping
from agent.importing.origins import origin_of
from agent.importing.own_manifests import component_of, is_ours, map_absences
from agent.importing.peers import Pods, follow_peers
from agent.importing.pods import map_pod, map_workload
from agent.importing.routes import map_routes
from agent.importing.scaling import map_autoscaler, map_disruption_budget
from agent.importing.services import map_services, transport_of
from agent.importing.shared_services import share_out
from agent.importing.short_forms import as_the_server_reads
from agent.importing.telemetry import map_telemetry
from agent.importing.trace import Identity, map_trace
from agent.importing.traffic import map_ingress, map_network_policy, renamed
from agent.importing.volumes import VolumeMapper
from foundation.model.errors import InputError, Problem
from foundation.model.policy.platform import PlatformPolicy
from foundation.source.tree import shown

_TYPES = {"StatefulSet": "stateful-service", "DaemonSet": "daemon", "Job": "job", "CronJob": "cronjob"}


def drafts_of_manifests(objects: list[SourceObject], said: Identity, policy: PlatformPolicy) -> list[Draft]:
    """Map every workload to a bundle; what belongs to none is told by the first.

    Args:
        objects: the input.
        said: what the caller says of the components.
        policy: the platform's policy.

    Raises:
        InputError: there is no workload among the objects.
    """
    objects = [as_the_server_reads(cleaned(item)) for item in objects]
    workloads = attach(objects)
    if not workloads:
        raise InputError(_no_workload(objects))
    shared = share_out(workloads)
    drafts = [_draft(workload, said, policy) for workload in workloads]
    for service in shared:
        for draft, workload in zip(drafts, workloads, strict=True):
            if workload in service.workloads:
                service.tell(draft, workload)
    follow_peers(
        [
            Pods(draft, workload.pod_labels, namespace_of(draft, policy))
            for draft, workload in zip(drafts, workloads, strict=True)
        ]
    )
    tell_old_names(drafts, policy)
    owned = {id(item) for workload in workloads for item in workload.objects}
    for item in objects:
        if id(item) not in owned:
            _tell_foreign(drafts[0], item)
    return drafts


def _draft(workload: Workload, said: Identity, policy: PlatformPolicy) -> Draft:
    draft = Draft(component_of(workload.object), namespace=workload.object.namespace)
    map_trace(draft, workload, said)
    metadata = Metadata(draft, workload)
    map_workload(draft, workload, metadata)
    map_containers(draft, workload)
    map_pod(draft, workload, metadata)
    done = map_telemetry(draft, workload) | map_config(draft, workload, metadata)
    VolumeMapper(draft, workload, metadata, policy.security, done).map()
    map_services(draft, workload, metadata)
    _map_type(draft, workload)
    map_ingress(draft, workload, metadata)
    map_routes(draft, workload, metadata)
    map_network_policy(draft, workload, metadata)
    lasting = workload.object.kind in ("Deployment", "StatefulSet")
    if lasting and not map_event_scaling(draft, workload, metadata):
        map_autoscaler(draft, workload, metadata)
    map_disruption_budget(draft, workload, metadata)
    map_identity(draft, workload, metadata, policy.security)
    if is_ours(workload.object):
        map_absences(draft, workload)
    _tell_secrets(draft, workload)
    tell_additions(draft, workload, policy)
    take_out_literals(draft, lambda path: origin_of(draft, workload, path))
    draft.settle(Place(workload.object))
    return draft


def _map_type(draft: Draft, workload: Workload) -> None:
    draft.settings["transport"] = transport_of(draft, workload)
    served = bool(draft.settings.get("ports"))
    draft.settings["type"] = _TYPES.get(workload.object.kind, "microservice" if served else "worker")
    renamed(draft, workload.object)
    if not workload.object.metadata.get("name"):
        place = Place(workload.object, ("metadata", "generateName"))
        draft.platform_decides(place, f"the {workload.object.kind} has a name of its own")
    namespace = Place(workload.object, ("metadata", "namespace"))
    if workload.object.namespace and not is_ours(workload.object):
        draft.platform_decides(namespace, "namespaces follow the platform's naming policy")


def _tell_secrets(draft: Draft, workload: Workload) -> None:
    """Name the Secrets that have to exist; what is in them is nobody's business here."""
    for secret in workload.all("Secret"):
        keys = sorted({*mapping(secret.data.get("data")), *mapping(secret.data.get("stringData"))})
        draft.leave_out(
            Place(secret, ("data",)),
            f"a bundle only refers to Secrets; this one has the keys {shown(', '.join(keys)) or '(none)'}",
            f"Make the Secret {secret.name} in the component's namespace, or let a vault do it.",
            "secret-data",
        )


def _tell_foreign(draft: Draft, item: SourceObject) -> None:
    place = Place(item)
    if item.kind == "Namespace" and not item.group:
        draft.platform_decides(place, "namespaces follow the platform's naming policy")
    elif item.is_known:
        draft.leave_out(place, "it belongs to no workload of the input", code="object-without-owner")
    else:
        remedy = "Keep it beside the bundle, in the hands of whoever owns it."
        draft.leave_out(
            place, f"a bundle holds no {shown(item.kind)} of {shown(item.group) or 'v1'}", remedy, "kind-unknown"
        )


def _no_workload(objects: list[SourceObject]) -> Problem:
    kinds = ", ".join(sorted({shown(item.kind) for item in objects}))
    return Problem(
        code="no-workload",
        message=f"there is no workload in the input, only {kinds}" if kinds else "the input is empty",
        remedy="Name the manifest of a Deployment, StatefulSet, DaemonSet, Job or CronJob as well.",
        file=objects[0].file if objects else None,
        line=objects[0].line() if objects else None,
    )
