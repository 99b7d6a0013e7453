"""Fields that an object keeps for its life: what the API's update validation compares, as data.

Source: ``ValidateXUpdate`` of the packages pkg/apis/*/validation of Kubernetes 1.35.
"""

from dataclasses import dataclass

_ANEW = "Delete the object and apply it anew; what is under it stops meanwhile."
_STATEFUL = (
    "Delete the StatefulSet with --cascade=orphan, which leaves its pods and claims, and apply anew: "
    "it takes them over."
)
_CLAIMS = (
    "Grow the claims that are there (kubectl patch pvc NAME, where their StorageClass has allowVolumeExpansion), then "
    "delete the StatefulSet with --cascade=orphan and apply anew."
)
_DATA = "Give it another name, or delete it and apply anew."


@dataclass(frozen=True)
class FixedField:
    """A field that no update may change.

    Attributes:
        path: where it is in the object.
        remedy: the way there all the same.
        default: what the server takes where the field is not given.
    """

    path: tuple[str, ...]
    remedy: str
    default: str | None = None


def _fields(remedy: str, *paths: str, **defaults: str) -> tuple[FixedField, ...]:
    return tuple(FixedField(tuple(path.split(".")), remedy, defaults.get(path.split(".")[-1])) for path in paths)


#: By kind; fields that only sometimes may change have rules of their own in ``by_meaning.py``.
FIXED: dict[str, tuple[FixedField, ...]] = {
    "StatefulSet": (
        *_fields(_STATEFUL, "spec.selector", "spec.serviceName", "spec.podManagementPolicy",
            podManagementPolicy="OrderedReady"),
        *_fields(_CLAIMS, "spec.volumeClaimTemplates"),
    ),
    "Deployment": _fields(_ANEW, "spec.selector"),
    "DaemonSet": _fields(_ANEW, "spec.selector"),
    "ReplicaSet": _fields(_ANEW, "spec.selector"),
    "Job": _fields(
        "Give the Job another name, or delete it and apply anew.",
        "spec.template", "spec.selector", "spec.completionMode", "spec.podFailurePolicy", "spec.backoffLimitPerIndex",
        "spec.successPolicy", "spec.managedBy", completionMode="NonIndexed",
    ),
    "PersistentVolumeClaim": _fields(
        "Make a claim of another name and copy the data; a claim keeps this for its life.",
        "spec.accessModes", "spec.volumeName", "spec.volumeMode", "spec.selector",
        "spec.dataSource", volumeMode="Filesystem",
    ),
    "RoleBinding": _fields("Delete the binding and apply it anew.", "roleRef"),
    "ClusterRoleBinding": _fields("Delete the binding and apply it anew.", "roleRef"),
    "Secret": _fields(_DATA, "type", type="Opaque"),
    "StorageClass": _fields(
        _DATA, "provisioner", "parameters", "reclaimPolicy", "volumeBindingMode",
        reclaimPolicy="Delete", volumeBindingMode="Immediate",
    ),
    "PriorityClass": _fields(_DATA, "value", "preemptionPolicy", preemptionPolicy="PreemptLowerPriority"),
    "IngressClass": _fields(_DATA, "spec.controller"),
}  # fmt: skip
