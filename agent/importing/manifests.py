"""From Kubernetes objects to bundles: classify, attach, map, shorten, write."""

from agent.importing.additions import Where, settle_additions
from agent.importing.attach import Workload, attach
from agent.importing.containers import main_container, map_containers
from agent.importing.draft import Draft
from agent.importing.environment import map_config
from agent.importing.events import map_event_scaling
from agent.importing.exported import cleaned
from agent.importing.foreign import tell_foreign
from agent.importing.identity import map_identity
from agent.importing.labels import Metadata
from agent.importing.literals import take_out_literals
from agent.importing.manner import Manner
from agent.importing.neighbours import follow_names, namespace_of
from agent.importing.objects import Place, SourceObject, mapping, no_name
from agent.importing.old_forms import Note, in_todays_form, maker_of
from agent.importing.origins import origin_of
from agent.importing.own_manifests import component_of, is_ours, map_absences
from agent.importing.peers import Pods, follow_peers
from agent.importing.placing import places_of
from agent.importing.pods import map_pod, map_workload
from agent.importing.routes import map_routes
from agent.importing.scaling import map_autoscaler, map_disruption_budget
from agent.importing.services import map_services, transport_of
from agent.importing.sharing import share
from agent.importing.short_forms import as_the_server_reads
from agent.importing.telemetry import map_telemetry
from agent.importing.trace import Identity, map_trace
from agent.importing.traffic import map_ingress, map_network_policy, renamed
from agent.importing.volumes import VolumeMapper
from foundation.model.errors import InputError, Problem
from foundation.model.policy.platform import PlatformPolicy
from foundation.source.tree import shown

_TYPES = {"StatefulSet": "stateful-service", "DaemonSet": "daemon", "Job": "job", "CronJob": "cronjob"}


def drafts_of_manifests(
    objects: list[SourceObject], said: Identity, policy: PlatformPolicy, manner: Manner
) -> list[Draft]:
    """Map every workload to a bundle; what belongs to none is told by the first.

    Args:
        objects: the input.
        said: what the caller says of the components.
        policy: the platform's policy.
        manner: how they are brought in.

    Raises:
        InputError: there is no workload among the objects.
    """
    notes: list[Note] = []
    objects = [
        item if maker_of(item) else as_the_server_reads(in_todays_form(cleaned(item), notes)) for item in objects
    ]
    makers = {id(item): maker_of(item) for item in objects}
    workloads = attach([item for item in objects if item.name and not makers[id(item)]])
    if not workloads:
        raise InputError(*[no_name(item) for item in objects if not item.name] or [_no_workload(objects)])
    owned = {id(item) for workload in workloads for item in workload.objects}
    places = places_of(workloads, manner.namespace, policy)
    shared = share(workloads, places)
    drafts = [_draft(workload, said, policy, place, manner) for workload, place in zip(workloads, places, strict=True)]
    shared.settle({id(workload): draft for workload, draft in zip(workloads, drafts, strict=True)})
    follow_peers(
        [
            Pods(draft, workload.pod_labels, namespace_of(draft, policy))
            for draft, workload in zip(drafts, workloads, strict=True)
        ]
    )
    follow_names(drafts, policy)
    for item in objects:
        if id(item) not in owned:
            tell_foreign(drafts[0], item, makers[id(item)])
    _tell_notes(notes, drafts, workloads)
    return drafts


def _tell_notes(notes: list[Note], drafts: list[Draft], workloads: list[Workload]) -> None:
    """Tell each note with the bundle that its object belongs to, else with the first."""
    owner = {
        (id(item.document), item.path): draft
        for draft, workload in zip(drafts, workloads, strict=True)
        for item in reversed(workload.objects)
    }
    for note in notes:
        noted = note.place.object
        told_by = owner.get((id(noted.document), noted.path), drafts[0])
        told_by.notice(note.place, note.message, note.remedy, "old-form")


def _draft(workload: Workload, said: Identity, policy: PlatformPolicy, place: str, manner: Manner) -> Draft:
    draft = Draft(component_of(workload.object), namespace=workload.object.namespace)
    map_trace(draft, workload, said)
    draft.top |= {"namespace": place} if place else {}
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
    settle_additions(draft, Where(workload.template.at("spec"), main_container(workload)), policy, manner.additions)
    _keep_open(draft, workload, manner)
    take_out_literals(draft, lambda path: origin_of(draft, workload, path))
    draft.settle(Place(workload.object))
    return draft


def _keep_open(draft: Draft, workload: Workload, manner: Manner) -> None:
    """Leave a workload that no NetworkPolicy restricts without one, where all stays as it is."""
    if manner.additions == "adopt" and not workload.all("NetworkPolicy"):
        draft.settings["enable_network_policy"] = False
        draft.comments["enable_network_policy"] = "Nothing restricts its connections today."


def _map_type(draft: Draft, workload: Workload) -> None:
    draft.settings["transport"] = transport_of(draft, workload)
    served = bool(draft.settings.get("ports"))
    draft.settings["type"] = _TYPES.get(workload.object.kind, "microservice" if served else "worker")
    renamed(draft, workload.object)
    if not workload.object.metadata.get("name"):
        place = Place(workload.object, ("metadata", "generateName"))
        draft.platform_decides(place, f"the {workload.object.kind} has a name of its own")
    namespace = Place(workload.object, ("metadata", "namespace"))
    kept = draft.top.get("namespace") == workload.object.namespace
    if workload.object.namespace and not is_ours(workload.object) and not kept:
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


def _no_workload(objects: list[SourceObject]) -> Problem:
    kinds = ", ".join(sorted({shown(item.kind) for item in objects}))
    return Problem(
        code="no-workload",
        message=f"there is no workload in the input, only {kinds}" if kinds else "the input is empty",
        remedy="Name the manifest of a Deployment, StatefulSet, DaemonSet, Job or CronJob as well.",
        file=objects[0].file if objects else None,
        line=objects[0].line() if objects else None,
    )
