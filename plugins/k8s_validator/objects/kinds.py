"""Which kinds are Kubernetes' own, and which belong to no namespace."""

from typing import Any

#: Kubernetes' own groups with a dot; those without one are its own, or nobody's.
_GROUPS = frozenset(
    f"{name}.k8s.io"
    for name in (
        *("admissionregistration", "apiextensions", "apiregistration", "authentication", "authorization"),
        *("certificates", "coordination", "discovery", "events", "flowcontrol.apiserver", "internal.apiserver"),
        *("networking", "node", "rbac.authorization", "resource", "scheduling", "storage", "storagemigration"),
    )
)
#: Kinds of Kubernetes' groups without a dot, old ones too.
_KINDS = frozenset(
    {
        *("Binding", "ComponentStatus", "ConfigMap", "ControllerRevision", "CronJob", "DaemonSet", "Deployment"),
        *("Endpoints", "Event", "Eviction", "HorizontalPodAutoscaler", "Ingress", "Job", "LimitRange", "Namespace"),
        *("NetworkPolicy", "Node", "PersistentVolume", "PersistentVolumeClaim", "Pod", "PodDisruptionBudget"),
        *("PodSecurityPolicy", "PodTemplate", "ReplicaSet", "ReplicationController", "ResourceQuota", "Scale"),
        *("Secret", "Service", "ServiceAccount", "StatefulSet"),
    }
)

_CLUSTER_WIDE = frozenset(
    {
        "APIService",
        "CSIDriver",
        "CSINode",
        "CertificateSigningRequest",
        "ClusterRole",
        "ClusterRoleBinding",
        "ComponentStatus",
        "CustomResourceDefinition",
        "DeviceClass",
        "FlowSchema",
        "GatewayClass",
        "IngressClass",
        "MutatingAdmissionPolicy",
        "MutatingAdmissionPolicyBinding",
        "MutatingWebhookConfiguration",
        "Namespace",
        "Node",
        "PersistentVolume",
        "PriorityClass",
        "PriorityLevelConfiguration",
        "RuntimeClass",
        "StorageClass",
        "ValidatingAdmissionPolicy",
        "ValidatingAdmissionPolicyBinding",
        "ValidatingWebhookConfiguration",
        "VolumeAttachment",
        "VolumeSnapshotClass",
        "VolumeSnapshotContent",
        # Of operators that platforms run.
        "ClusterIssuer",
        "ClusterPolicy",
        "ClusterSecretStore",
    }
)


def is_cluster_wide(kind: str) -> bool:
    """Tell whether objects of a kind are in no namespace."""
    return kind in _CLUSTER_WIDE


def group_of(data: dict[str, Any]) -> str:
    """Return the API group of an object; empty for the core one."""
    return str(data.get("apiVersion", "")).rpartition("/")[0]


def is_kubernetes(group: str, kind: str) -> bool:
    """Tell whether a kind is one of Kubernetes itself."""
    return group in _GROUPS if "." in group else kind in _KINDS


def known_kind(data: dict[str, Any]) -> str:
    """Return the kind that an object has or names, with its group if it is a namesake of one of Kubernetes' kinds.

    Args:
        data: something with an apiVersion and a kind, such as an object or what an autoscaler scales.
    """
    group, kind = group_of(data), str(data.get("kind", ""))
    return f"{kind}.{group}" if kind in _KINDS and "." in group and group not in _GROUPS else kind
