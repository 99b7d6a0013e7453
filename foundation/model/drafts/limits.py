"""What drafts may hold at most, whatever a policy says."""

#: Settings that a draft may give defaults for. All others are the bundle's or the platform's, whatever a policy says.
DRAFTABLE_SETTINGS = frozenset(
    {
        "update_strategy",
        "revision_history_limit",
        "min_ready_seconds",
        "progress_deadline_seconds",
        "pod_management_policy",
        "claim_retention",
        "termination_grace_period_seconds",
        "active_deadline_seconds",
        "volumes",
        "volume_mounts",
        "topology_spread_constraints",
        "job",
        "service",
    }
)
#: Kinds that no policy can allow: they hold secrets or grant rights, reach beyond the namespace, or act on objects
#: of others.
NEVER_DRAFTED = frozenset(
    {
        "APIService",
        "CertificateSigningRequest",
        "ClusterRole",
        "ClusterRoleBinding",
        "CSIDriver",
        "CSINode",
        "CustomResourceDefinition",
        "FlowSchema",
        "IngressClass",
        "List",
        "MutatingAdmissionPolicy",
        "MutatingAdmissionPolicyBinding",
        "MutatingWebhookConfiguration",
        "Namespace",
        "Node",
        "PersistentVolume",
        "Pod",
        "PodSecurityPolicy",
        "PriorityClass",
        "PriorityLevelConfiguration",
        "Role",
        "RoleBinding",
        "RuntimeClass",
        "Secret",
        "ServiceAccount",
        "StorageClass",
        "TokenRequest",
        "ValidatingAdmissionPolicy",
        "ValidatingAdmissionPolicyBinding",
        "ValidatingWebhookConfiguration",
        "VolumeAttachment",
    }
)
