"""What a workload and its pods have beside containers and volumes."""

from typing import Any

from agent.importing.attach import Workload
from agent.importing.draft import Draft
from agent.importing.labels import Metadata
from agent.importing.objects import Place, mapping
from agent.importing.selection import redirect_all
from foundation.model.bundle.groups.pod_fields import POD_FIELDS

_POD = {
    **POD_FIELDS,
    "automountServiceAccountToken": "automount_service_account_token",
    "nodeSelector": "node_selector",
    "tolerations": "tolerations",
    "affinity": "affinity",
    "topologySpreadConstraints": "topology_spread_constraints",
    "terminationGracePeriodSeconds": "termination_grace_period_seconds",
    "securityContext": "pod_security_context",
}
#: Fields that other modules map.
_ELSEWHERE = frozenset({"containers", "initContainers", "volumes", "serviceAccountName", "serviceAccount"})
_WORKLOAD = {
    "replicas": "replicas",
    "strategy": "update_strategy",
    "updateStrategy": "update_strategy",
    "revisionHistoryLimit": "revision_history_limit",
    "minReadySeconds": "min_ready_seconds",
    "progressDeadlineSeconds": "progress_deadline_seconds",
    "podManagementPolicy": "pod_management_policy",
    "persistentVolumeClaimRetentionPolicy": "claim_retention",
}
_WORKLOAD_ELSEWHERE = frozenset({"selector", "template", "serviceName", "volumeClaimTemplates"})
_SELECTORS = ("labelSelector",)
#: What serves a CronJob in place of a field of its Jobs.
_INSTEAD = {
    "ttlSecondsAfterFinished": (
        "a CronJob keeps finished Jobs by their number, not by their age",
        "Say how many: job: {successfulJobsHistoryLimit: 1, failedJobsHistoryLimit: 1}.",
    ),
    "suspend": ("a CronJob is switched off as a whole", "Say it of the CronJob: job: {suspend: true}."),
}


def map_pod(draft: Draft, workload: Workload, metadata: Metadata) -> None:
    """Map the pod template but its containers and volumes."""
    place = workload.template.at("spec")
    for key, value in workload.pod.items():
        if key in _POD:
            moved = redirect_all(value, workload.pod_labels, draft.slug, _SELECTORS)
            draft.put(
                _POD[key],
                _own_spread(moved, draft.slug) if key == "topologySpreadConstraints" else moved,
                place.at(key),
            )
        elif key == "restartPolicy":
            _restart_policy(draft, workload, place.at(key))
        elif key not in _ELSEWHERE:
            draft.leave_out(place.at(key), "the bundle has no place for it")
    template = workload.template.at("metadata")
    if mapping(template.value).get("name"):
        draft.platform_decides(template.at("name"), "pods are named by their workload")
    draft.put("pod_labels", metadata.labels(template) or None, template.at("labels"))
    draft.put("pod_annotations", metadata.annotations(template) or None, template.at("annotations"))


def _own_spread(constraints: Any, slug: str) -> Any:
    """Leave out a selector that the chart writes itself."""
    own = {"matchLabels": {"app.kubernetes.io/name": slug, "app.kubernetes.io/instance": slug}}
    if not isinstance(constraints, list):
        return constraints
    return [
        {key: value for key, value in constraint.items() if (key, value) != ("labelSelector", own)}
        if isinstance(constraint, dict)
        else constraint
        for constraint in constraints
    ]


def _restart_policy(draft: Draft, workload: Workload, place: Place) -> None:
    if workload.object.kind in ("Job", "CronJob"):
        draft.put("job", {**mapping(draft.settings.get("job")), "restartPolicy": place.value}, place)
    elif place.value != "Always":
        draft.leave_out(place, f"the pods of a {workload.object.kind} always restart")


def map_workload(draft: Draft, workload: Workload, metadata: Metadata) -> None:
    """Map the workload itself."""
    place = Place(workload.object, ("spec",))
    if workload.object.kind in ("Job", "CronJob"):
        _map_job(draft, workload)
    else:
        for key, value in workload.object.spec.items():
            if key in _WORKLOAD:
                draft.put(_WORKLOAD[key], value, place.at(key))
            elif key not in _WORKLOAD_ELSEWHERE:
                draft.leave_out(place.at(key), "the bundle has no place for it")
        if workload.object.kind != "DaemonSet":
            draft.settings.setdefault("replicas", 1)  # what the API server takes
    own = Place(workload.object, ("metadata",))
    draft.put("labels", metadata.labels(own) or None, own.at("labels"))
    draft.put("annotations", metadata.annotations(own) or None, own.at("annotations"))


def _map_job(draft: Draft, workload: Workload) -> None:
    place = Place(workload.object, ("spec",))
    cron = workload.object.kind == "CronJob"
    job = place.at("jobTemplate", "spec") if cron else place
    fields: dict[str, Any] = {}
    for key, value in mapping(job.value).items():
        if key in ("template", "selector"):
            continue
        if cron and key in _INSTEAD:
            draft.leave_out(job.at(key), *_INSTEAD[key])
        else:
            fields[key] = value
    draft.put("job", {**mapping(draft.settings.get("job")), **fields}, job)
    if not cron:
        return
    for key, value in workload.object.spec.items():
        if key == "schedule":
            draft.put("schedule", value, place.at(key))
        elif key != "jobTemplate":
            draft.put("job", {**mapping(draft.settings.get("job")), key: value}, place)
