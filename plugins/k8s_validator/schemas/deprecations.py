"""APIs that Kubernetes gave up, from its Deprecated API Migration Guide."""

from dataclasses import dataclass

Version = tuple[int, int]


@dataclass(frozen=True)
class Deprecation:
    """What became of a kind in an API version.

    Attributes:
        deprecated: version from which on it should not be used.
        removed: version that no longer has it, if that is known.
        instead: API version that takes its place, if one does.
    """

    deprecated: Version
    removed: Version | None
    instead: str | None


_ANY = "*"
_RULES = "admissionregistration.k8s.io"
_FLOW = "flowcontrol.apiserver.k8s.io"
_TABLE: tuple[tuple[str, str, Version, Version | None, str | None], ...] = (
    ("extensions/v1beta1", "Ingress", (1, 14), (1, 22), "networking.k8s.io/v1"),
    ("extensions/v1beta1", "NetworkPolicy", (1, 9), (1, 16), "networking.k8s.io/v1"),
    ("extensions/v1beta1", _ANY, (1, 9), (1, 16), "apps/v1"),
    ("apps/v1beta1", _ANY, (1, 9), (1, 16), "apps/v1"),
    ("apps/v1beta2", _ANY, (1, 9), (1, 16), "apps/v1"),
    ("networking.k8s.io/v1beta1", "Ingress", (1, 19), (1, 22), "networking.k8s.io/v1"),
    ("networking.k8s.io/v1beta1", "IngressClass", (1, 19), (1, 22), "networking.k8s.io/v1"),
    ("networking.k8s.io/v1beta1", "IPAddress", (1, 33), None, "networking.k8s.io/v1"),
    ("networking.k8s.io/v1beta1", "ServiceCIDR", (1, 33), None, "networking.k8s.io/v1"),
    ("rbac.authorization.k8s.io/v1alpha1", _ANY, (1, 17), (1, 22), "rbac.authorization.k8s.io/v1"),
    ("rbac.authorization.k8s.io/v1beta1", _ANY, (1, 17), (1, 22), "rbac.authorization.k8s.io/v1"),
    (f"{_RULES}/v1beta1", "MutatingWebhookConfiguration", (1, 16), (1, 22), f"{_RULES}/v1"),
    (f"{_RULES}/v1beta1", "ValidatingWebhookConfiguration", (1, 16), (1, 22), f"{_RULES}/v1"),
    (f"{_RULES}/v1beta1", "ValidatingAdmissionPolicy", (1, 30), (1, 34), f"{_RULES}/v1"),
    (f"{_RULES}/v1beta1", "ValidatingAdmissionPolicyBinding", (1, 30), (1, 34), f"{_RULES}/v1"),
    ("apiextensions.k8s.io/v1beta1", _ANY, (1, 16), (1, 22), "apiextensions.k8s.io/v1"),
    ("apiregistration.k8s.io/v1beta1", _ANY, (1, 19), (1, 22), "apiregistration.k8s.io/v1"),
    ("authentication.k8s.io/v1beta1", "TokenReview", (1, 19), (1, 22), "authentication.k8s.io/v1"),
    ("authorization.k8s.io/v1beta1", _ANY, (1, 19), (1, 22), "authorization.k8s.io/v1"),
    ("certificates.k8s.io/v1beta1", "CertificateSigningRequest", (1, 19), (1, 22), "certificates.k8s.io/v1"),
    ("coordination.k8s.io/v1beta1", "Lease", (1, 19), (1, 22), "coordination.k8s.io/v1"),
    ("scheduling.k8s.io/v1beta1", "PriorityClass", (1, 14), (1, 22), "scheduling.k8s.io/v1"),
    ("storage.k8s.io/v1beta1", "CSIDriver", (1, 19), (1, 22), "storage.k8s.io/v1"),
    ("storage.k8s.io/v1beta1", "CSINode", (1, 17), (1, 22), "storage.k8s.io/v1"),
    ("storage.k8s.io/v1beta1", "StorageClass", (1, 19), (1, 22), "storage.k8s.io/v1"),
    ("storage.k8s.io/v1beta1", "VolumeAttachment", (1, 19), (1, 22), "storage.k8s.io/v1"),
    ("storage.k8s.io/v1beta1", "CSIStorageCapacity", (1, 24), (1, 27), "storage.k8s.io/v1"),
    ("batch/v1beta1", "CronJob", (1, 21), (1, 25), "batch/v1"),
    ("discovery.k8s.io/v1beta1", "EndpointSlice", (1, 21), (1, 25), "discovery.k8s.io/v1"),
    ("events.k8s.io/v1beta1", "Event", (1, 19), (1, 25), "events.k8s.io/v1"),
    ("node.k8s.io/v1beta1", "RuntimeClass", (1, 20), (1, 25), "node.k8s.io/v1"),
    ("policy/v1beta1", "PodDisruptionBudget", (1, 21), (1, 25), "policy/v1"),
    ("policy/v1beta1", "PodSecurityPolicy", (1, 21), (1, 25), None),
    ("autoscaling/v2beta1", "HorizontalPodAutoscaler", (1, 22), (1, 25), "autoscaling/v2"),
    ("autoscaling/v2beta2", "HorizontalPodAutoscaler", (1, 23), (1, 26), "autoscaling/v2"),
    (f"{_FLOW}/v1beta1", _ANY, (1, 23), (1, 26), f"{_FLOW}/v1"),
    (f"{_FLOW}/v1beta2", _ANY, (1, 26), (1, 29), f"{_FLOW}/v1"),
    (f"{_FLOW}/v1beta3", _ANY, (1, 29), (1, 32), f"{_FLOW}/v1"),
    ("v1", "ComponentStatus", (1, 19), None, None),
    ("v1", "Endpoints", (1, 33), None, "discovery.k8s.io/v1 EndpointSlice"),
)
_BY_KIND = {(api, kind): Deprecation(since, gone, instead) for api, kind, since, gone, instead in _TABLE}


def deprecation_of(api_version: str, kind: str) -> Deprecation | None:
    """Return what is known of a kind in an API version that is given up, or ``None``."""
    return _BY_KIND.get((api_version, kind)) or _BY_KIND.get((api_version, _ANY))
