"""From a path of a generated object back to the settings that it is made from: the inverse of ``sections/``.

A path names entries of lists by their names: ``spec.template.spec.containers[orders].image``. What stands below a match
stands below the setting too, because settings have Kubernetes' own shapes wherever they can.

A source is a path of settings, such as ``resources``; with ``=`` before it a path of the bundle itself, such as
``=team``; with ``!`` before it a file of the platform's policy and a path there, for what no layer gives; a ``*`` at
its end says that it has the shape of the object, too.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from foundation.model.bundle.layer import Layer
from foundation.model.expressions import expression

_SECURITY = "!policies/security-profile.yaml#"
_PLATFORM = "!policies/platform.yaml#"
_NAMING = "!policies/naming.yaml#"
#: A token of their own is for pods of components that have roles.
_TOKEN = ("security_profile.rbac_roles", "security_profile.roles", f"{_SECURITY}api_token")

_ROUTE_RULES = tuple(f"gateway.{protocol}Rules" for protocol in ("http", "grpc", "tcp", "tls"))


@dataclass(frozen=True)
class ObjectPath:
    """A place in a generated object.

    Attributes:
        kind: the object's kind.
        name: the object's name.
        path: dotted path, entries of lists by name.
        slug: name of the component's objects.
        container: name of the component's own container.
    """

    kind: str
    name: str
    path: str
    slug: str
    container: str


#: Pod templates of all workloads are written as ``pod``, their metadata as ``podmeta``.
_POD = expression(r"spec\.(?:jobTemplate\.spec\.|jobTargetRef\.)?template\.(spec|metadata)(?=[.\[]|$)")

#: Kind (or ``*``), the start of a path, and where it comes from, the best first. The first line that fits holds.
#: ``{0}`` is what the brackets caught, ``{own}`` the object's name without the component's, ``{name}`` all of it.
_RULES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    # The component's own container.
    ("*", r"pod\.containers\[@\]\.image", ("container_image",)),
    ("*", r"pod\.containers\[@\]\.name", ("container_name", "=component.name")),
    ("*", r"pod\.containers\[@\]\.env\[([^\]]*)\]", ("env[{0}]", "secrets:env[{0}]", "observability")),
    ("*", r"pod\.containers\[@\]\.env", ("env", "secrets", "observability")),
    ("*", r"pod\.containers\[@\]\.envFrom", ("env_from", "config", "existing_config_map_refs", "observability")),
    (
        "*",
        r"pod\.containers\[@\]\.ports\[([^\]]*)\]\.containerPort",
        ("ports[{0}].targetPort", "ports[{0}].port", "container_ports", "ports"),
    ),
    ("*", r"pod\.containers\[@\]\.ports\[([^\]]*)\]", ("ports[{0}]", "container_ports", "ports")),
    ("*", r"pod\.containers\[@\]\.ports", ("ports", "container_ports")),
    ("*", r"pod\.containers\[@\]\.volumeMounts\[scratch-[0-9]+[^\]]*\]", (f"{_SECURITY}writable_paths",)),
    ("*", r"pod\.containers\[@\]\.volumeMounts\[secret-[0-9]+[^\]]*\]", ("secrets",)),
    ("*", r"pod\.containers\[@\]\.volumeMounts\[api-token[^\]]*\]", _TOKEN),
    (
        "*",
        r"pod\.containers\[@\]\.volumeMounts\[([^\]|]*)\|([^\]]*)\]",
        ("volume_mounts[{1}]", "claims[{0}]", "files[{0}]"),
    ),
    ("*", r"pod\.containers\[@\]\.securityContext", ("security_context", f"{_SECURITY}container_security_context*")),
    ("*", r"pod\.containers\[@\]\.(\w+)", ("{snake}",)),
    # Those beside it.
    ("*", r"pod\.containers\[otel-collector\]", ("observability", f"{_PLATFORM}telemetry")),
    ("*", r"pod\.initContainers\[otel-collector\]", ("observability", f"{_PLATFORM}telemetry")),
    ("*", r"pod\.containers\[([^\]]*)\]", ("sidecars[{0}]",)),
    ("*", r"pod\.initContainers\[([^\]]*)\]", ("init_containers[{0}]",)),
    # The pod.
    ("*", r"pod\.volumes\[scratch-[0-9]+\]", (f"{_SECURITY}writable_paths",)),
    ("*", r"pod\.volumes\[secret-[0-9]+\]", ("secrets",)),
    ("*", r"pod\.volumes\[api-token\]", _TOKEN),
    ("*", r"pod\.volumes\[([^\]]*)\]", ("volumes[{0}]", "claims[{0}]", "files[{0}]")),
    ("*", r"pod\.securityContext", ("pod_security_context", f"{_SECURITY}pod_security_context*")),
    ("*", r"pod\.serviceAccountName", ("service_account.name", "=component.name")),
    ("*", r"pod\.automountServiceAccountToken", ("automount_service_account_token",)),
    ("*", r"pod\.topologySpreadConstraints", ("topology_spread_constraints", f"{_PLATFORM}availability")),
    ("*", r"pod\.restartPolicy", ("job.restartPolicy",)),
    # What another setting asks for and nobody gives stands at the one that asks.
    ("*", r"pod\.dnsConfig", ("dns_config", "dns_policy")),
    ("*", r"pod\.(\w+)", ("{snake}",)),
    # Labels and annotations.
    ("*", r"(?:pod)?meta(?:data)?\.labels\.(trace_id|blueprint_id|component_scope|team|tenant)$", ("={0}",)),
    ("*", r"(?:pod)?meta(?:data)?\.annotations\.(trace_id|blueprint_id|component_scope|agent_origin)$", ("={0}",)),
    ("*", r"metadata\.annotations\.factory_execution_id$", ("=execution_id",)),
    ("*", r"(?:pod)?meta(?:data)?\.labels\.(?:component|app\.kubernetes\.io/(?:name|instance))$", ("=component.name",)),
    ("*", r"(?:pod)?meta(?:data)?\.labels\.app\.kubernetes\.io/version$", ("=version", "container_image")),
    (
        "*",
        r"podmeta\.labels\.(.+)",
        ("pod_labels.{0}", "common_labels.{0}", "service_mesh_enabled", "security_profile"),
    ),
    ("*", r"podmeta\.labels", ("pod_labels", "common_labels")),
    (
        "*",
        r"podmeta\.annotations\.(.+)",
        ("pod_annotations.{0}", "common_annotations.{0}", "service_mesh.annotations.{0}", "service_mesh_enabled"),
    ),
    ("*", r"podmeta\.annotations", ("pod_annotations", "common_annotations")),
    ("Ingress", r"metadata\.annotations\.(.+)", ("ingress.annotations.{0}", "common_annotations.{0}")),
    (
        "Service",
        r"metadata\.(labels|annotations)\.(.+)",
        ("services[{name}].{0}.{1}", "service.{0}.{1}", "common_{0}.{1}"),
    ),
    (
        "ServiceAccount",
        r"metadata\.(labels|annotations)\.(.+)",
        ("service_account.{0}.{1}", "common_{0}.{1}", "security_profile.identity", "security_profile"),
    ),
    ("NetworkPolicy", r"metadata\.(labels|annotations)\.(.+)", ("network_policy.{0}.{1}", "common_{0}.{1}")),
    ("PersistentVolumeClaim", r"metadata\.(labels|annotations)\.(.+)", ("claims[{own}].{0}.{1}", "common_{0}.{1}")),
    ("ConfigMap", r"metadata\.(labels|annotations)\.(.+)", ("files[{own}].{0}.{1}", "common_{0}.{1}")),
    (
        "Deployment|StatefulSet|DaemonSet|Job|CronJob|ScaledJob",
        r"metadata\.(labels|annotations)\.(.+)",
        ("{0}.{1}", "common_{0}.{1}"),
    ),
    ("*", r"metadata\.(labels|annotations)\.(.+)", ("common_{0}.{1}",)),
    ("*", r"metadata\.namespace", ("=tenant", f"{_NAMING}namespace")),
    # What the workload has beside its pods.
    ("Deployment|StatefulSet|DaemonSet", r"spec\.(?:update)?[sS]trategy", ("update_strategy",)),
    ("StatefulSet", r"spec\.serviceName", ("headless_service",)),
    ("StatefulSet", r"spec\.persistentVolumeClaimRetentionPolicy", ("claim_retention",)),
    ("StatefulSet", r"spec\.volumeClaimTemplates\[([^\]]*)\]\.spec\.resources", ("claims[{0}].size", "claims[{0}]")),
    ("StatefulSet", r"spec\.volumeClaimTemplates\[([^\]]*)\]\.spec\.storageClassName", ("claims[{0}].storage_class",)),
    (
        "StatefulSet",
        r"spec\.volumeClaimTemplates\[([^\]]*)\]\.spec\.(\w+)",
        ("claims[{0}].{snake1}", f"{_PLATFORM}storage"),
    ),
    ("StatefulSet", r"spec\.volumeClaimTemplates\[([^\]]*)\]", ("claims[{0}]",)),
    ("CronJob", r"spec\.schedule", ("schedule",)),
    ("CronJob", r"spec\.jobTemplate\.spec\.(\w+)", ("job.{0}", "job")),
    ("CronJob", r"spec\.jobTemplate\.spec", ("job",)),
    ("Job|CronJob", r"spec\.(\w+)", ("job.{0}", "job")),
    ("Job|CronJob", r"spec", ("job",)),
    ("Deployment|StatefulSet|DaemonSet", r"spec\.(\w+)", ("{snake}",)),
    # Scaling.
    ("HorizontalPodAutoscaler", r"spec\.scaleTargetRef", ("=component.name",)),
    ("HorizontalPodAutoscaler", r"spec\.(minReplicas|maxReplicas|behavior)", ("autoscale.{0}", "enable_hpa")),
    (
        "HorizontalPodAutoscaler",
        r"spec",
        (
            "autoscale.metrics",
            "autoscale.targetCPUUtilizationPercentage",
            "autoscale.targetMemoryUtilizationPercentage",
            "enable_hpa",
        ),
    ),
    ("PodDisruptionBudget", r"spec\.(\w+)", ("disruption_budget.{0}", "disruption_budget", f"{_PLATFORM}availability")),
    ("ScaledObject|ScaledJob", r"spec\.(\w+)", ("keda.{0}", "keda", "enable_keda")),
    ("TriggerAuthentication", r"", ("keda.authentications",)),
    # Traffic.
    ("Service", r"spec\.ports\[([^\]]*)\]", ("services[{name}].ports", "ports[{0}]", "service.ports")),
    ("Service", r"spec\.ports", ("services[{name}].ports", "ports", "service")),
    ("Service", r"spec\.(\w+)", ("services[{name}].{0}", "service.{0}")),
    ("Service", r"spec", ("services[{name}]", "service")),
    ("Ingress", r"spec\.ingressClassName", ("ingress.className", "enable_ingress")),
    ("Ingress", r"spec\.tls", ("tls_secret_name", "ingress.tls", "enable_ingress")),
    (
        "Ingress",
        r"spec\.rules\[[^\]]*\]\.http\.paths\[[^\]]*\]\.backend\.service\.port(?:\.\w+)?",
        ("ingress.hosts", "ports", "enable_ingress"),
    ),
    ("Ingress", r"spec", ("ingress.hosts", "ingress", "enable_ingress")),
    ("HTTPRoute|GRPCRoute|TCPRoute|TLSRoute", r"spec\.parentRefs", ("gateway.parentRefs",)),
    ("HTTPRoute|GRPCRoute|TCPRoute|TLSRoute", r"spec", (*_ROUTE_RULES, "ingress.hosts", "enable_ingress")),
    ("VirtualService", r"spec\.gateways", ("virtual_service.gateways",)),
    ("VirtualService", r"spec\.(http|tls|tcp|exportTo)", ("virtual_service.{0}", "ingress.hosts", "enable_ingress")),
    ("VirtualService", r"spec", ("ingress.hosts", "enable_ingress")),
    ("DestinationRule", r"spec", ("service_mesh.destination_rule", "service_mesh_enabled")),
    ("PeerAuthentication", r"spec", ("service_mesh.mtls", "service_mesh_enabled")),
    ("NetworkPolicy", r"spec\.ingress", ("network_policy.ingress", "called_by", f"{_PLATFORM}network")),
    ("NetworkPolicy", r"spec\.egress", ("network_policy.egress", "external", "calls", f"{_PLATFORM}network")),
    ("NetworkPolicy", r"", ("network_policy", "enable_network_policy")),
    # Configuration, secrets, storage.
    (
        "ConfigMap",
        r"(?:data|binaryData)\.(.+)",
        ("config.{0}", "files[{own}]", "=config_maps[{name}]", "observability"),
    ),
    ("ConfigMap", r"", ("files[{own}]", "=config_maps[{name}]", "config", "observability")),
    ("SecretProviderClass", r"spec\.parameters", ("secrets[{name}]", "key_vault", "secrets")),
    ("SecretProviderClass|ExternalSecret|SealedSecret|Secret", r"", ("secrets[{name}]", "secrets")),
    ("PersistentVolumeClaim", r"spec\.resources", ("claims[{own}].size", "claims[{own}]")),
    ("PersistentVolumeClaim", r"spec\.storageClassName", ("claims[{own}].storage_class",)),
    ("PersistentVolumeClaim", r"spec\.(\w+)", ("claims[{own}].{snake}", f"{_PLATFORM}storage")),
    ("PersistentVolumeClaim", r"", ("claims[{own}]",)),
    # Identity and rights.
    ("ServiceAccount", r"automountServiceAccountToken", ("automount_service_account_token",)),
    ("ServiceAccount", r"metadata\.name", ("service_account.name", "=component.name")),
    (
        "Role",
        r"rules",
        ("security_profile.rbac_roles", "security_profile.roles", f"{_SECURITY}rbac_roles"),
    ),
    (
        "Role|RoleBinding",
        r"",
        ("security_profile.rbac_roles", "security_profile.roles", "security_profile.enable_rbac"),
    ),
    ("*", r"metadata\.name", ("=component.name",)),
)
_BY_KINDS = tuple((frozenset(kinds.split("|")), path, sources) for kinds, path, sources in _RULES)
#: A run asks for few places, and for most of them the first lines tell; compiling all of them took longer than asking.
_compiled = lru_cache(maxsize=None)(re.compile)
_CAPITAL = expression(r"(?<=[a-z0-9])(?=[A-Z])")


def sources_of(place: ObjectPath) -> list[str]:
    """Return where a place of an object comes from, the best first; nothing, if no setting decides it.

    Sources may name settings that the component does not have: the caller takes the first that is set.
    """
    path = _POD.sub(lambda match: "pod" if match[1] == "spec" else "podmeta", place.path, count=1)
    path = path.replace(f"pod.containers[{place.container}]", "pod.containers[@]", 1)
    for kinds, pattern, sources in _BY_KINDS:
        match = _compiled(pattern).match(path) if "*" in kinds or place.kind in kinds else None
        if match is not None and (not match[0] or path[match.end() :][:1] in ("", ".", "[")):
            found = (_source(source, match, place) for source in sources)
            return [_with_rest(source, path[match.end() :]) for source in found if source is not None]
    return []


def _with_rest(source: str, rest: str) -> str:
    """Add what stands below a match; not to places in a policy of another shape."""
    if source.startswith("!"):
        return source.removesuffix("*") + (rest if source.endswith("*") else "")
    return f"{source}.{rest}" if rest[:1] not in ("", ".", "[") else f"{source}{rest}"


def _source(source: str, match: re.Match[str], place: ObjectPath) -> str | None:
    """Fill a source in; ``None`` where it would be no setting."""
    groups = [group or "" for group in match.groups()]
    words = {
        "own": place.name.removeprefix(f"{place.slug}-"),
        "name": place.name,
        "snake": _snake(groups[0]) if groups else "",
        "snake1": _snake(groups[1]) if len(groups) > 1 else "",
    }
    filled = source.format(*groups, **words)
    setting = re.split(r"[.\[:]", filled, maxsplit=1)[0]
    return filled if filled.startswith(("=", "!")) or setting in Layer.model_fields else None


def _snake(name: str) -> str:
    return _CAPITAL.sub("_", name).lower()
