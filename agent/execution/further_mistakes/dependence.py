"""Whether a mistake may be there only because something was left out: then it is not told."""

import re
from collections.abc import Collection, Iterable

_LAYER = re.compile(
    r"^(?:application\.)?(?:shared|component|tenants\.[^.\[]+\.environments\.[^.\[]+|tenants\.[^.\[]+|"
    r"environments\.[^.\[]+)\.(?=.)"
)
_PORTS = ("ports", "container_ports", "sidecars", "init_containers")
_PODS = ("replicas", "autoscale", "enable_hpa", "enable_keda", "keda", "component.type", "template_id")
_MOUNTS = ("claims", "files", "volumes", "volume_mounts", "volume_devices", "secrets", "init_containers", "sidecars")
_TRAFFIC = ("traffic", "ingress", "gateway", "virtual_service", "enable_ingress", "tls_secret_name", "transport")
_MESH = ("service_mesh_enabled", "service_mesh")
_KIND = ("component.type", "template_id")
_SOURCES = ("config", "files", "env_from", "existing_config_map_refs", "secrets", "config_maps")
_SERVICES = (*_PORTS, "service", "services", "enable_service", "headless_service", "transport")
_SPREAD = (*_PODS, "topology_spread_constraints", "affinity")
_BUDGET = (*_PODS, "disruption_budget", "enable_disruption_budget")
_RIGHTS = ("security_profile", "service_account", "automount_service_account_token")
#: Findings about a chart as a whole: anything may be why.
_ANYTHING = dict.fromkeys(
    (
        "chart-archive",
        "chart-metadata",
        "exception-expired",
        "exception-unused",
        "helm-lint",
        "kustomize-equality",
        "overlay-conflict",
        "render-equality",
        "template-functions",
        "values-defined",
        "values-render",
        "values-schema",
        "values-used",
    ),
    ("*",),
)

#: What else than the place of a mistake decides whether it is one, by the mistake's code.
_ALSO = {
    **_ANYTHING,
    "autoscaler-bounds": _PODS,
    "autoscaler-target": _PODS,
    "binding-references": _RIGHTS,
    "binding-subjects": _RIGHTS,
    "disruption-budget": _BUDGET,
    "disruption-unhealthy": _BUDGET,
    "ingress-backend": (*_SERVICES, *_TRAFFIC),
    "ingress-host": _TRAFFIC,
    "ingress-port-unknown": (*_SERVICES, *_TRAFFIC),
    "ingress-service-unknown": (*_SERVICES, *_TRAFFIC),
    "file-unknown": ("files",),
    "ingress-tls": _TRAFFIC,
    "network-policy-coverage": ("enable_network_policy", "network_policy", "calls", "called_by", *_PORTS),
    "network-policy-target": ("enable_network_policy", "network_policy", "calls", "called_by", *_PORTS),
    "object-references": (*_MOUNTS, *_SOURCES, *_RIGHTS, *_TRAFFIC),
    "pod-spread": _SPREAD,
    "probes-identical": ("liveness_probe", "readiness_probe", "startup_probe"),
    "replicas-autoscaled": _PODS,
    "rolling-update": (*_PODS, "update_strategy", "claims"),
    "service-port": _SERVICES,
    "service-target": _SERVICES,
    "service-target-number": _SERVICES,
    "stateful-service": _SERVICES,
    "volume-mounts": _MOUNTS,
    "volume-name-taken": _MOUNTS,
    "volume-unknown": _MOUNTS,
    "admission-policy": (*_PODS, *_PORTS, *_MOUNTS, *_TRAFFIC),
    "api-version": _KIND,
    "authentication-unknown": ("keda",),
    "autoscale-bounds": ("autoscale", "enable_hpa", "enable_keda"),
    "autoscalers-twice": ("enable_hpa", "enable_keda", "keda"),
    "call-port-unknown": ("calls", "ports", "container_ports"),
    "component-unknown": ("calls", "called_by"),
    "device-expected": _MOUNTS,
    "device-mounted": _MOUNTS,
    "disruption-allowed": _BUDGET,
    "ingress-without-port": (*_PORTS, *_TRAFFIC, *_KIND),
    "ingress-without-service": (*_PORTS, *_TRAFFIC, "service", "services", "enable_service", *_KIND),
    "istio-without-mesh": (*_TRAFFIC, *_MESH),
    "keda-bounds": ("keda", "enable_keda"),
    "keda-scale-to-zero": ("keda", "enable_keda", *_KIND),
    "keda-setting": ("keda", "enable_keda", *_KIND),
    "mesh-host-network": (*_MESH, "host_network"),
    "mesh-job": (*_MESH, *_KIND),
    "mesh-provider": _MESH,
    "mesh-setting": (*_MESH, "pod_labels", "pod_annotations"),
    "mount-path-twice": _MOUNTS,
    "missing-key": (*_SERVICES, *_TRAFFIC, *_KIND, "observability", "key_vault", "security_profile", "secrets"),
    "name-too-long": ("component.name", "tenant"),
    "name-ambiguous": ("component.name",),
    "port-twice": ("ports", "services", "transport"),
    "probe-port": (*_PORTS, "transport"),
    "replicas-minimum": _PODS,
    "replica-limit": _PODS,
    "requests-above-limits": ("resources",),
    "request-limit-ratio": ("resources",),
    "role-unknown": ("security_profile",),
    "route-kind": (*_TRAFFIC, *_KIND),
    "route-path": _TRAFFIC,
    "scaling-unused": _BUDGET,
    "secret-key-unknown": ("secrets", "secret_provider"),
    "secret-mount": _MOUNTS,
    "secret-setting": ("secrets", "secret_provider"),
    "service-twice": ("service", "services", "headless_service", "component.name", *_KIND),
    "setting-not-supported": _KIND,
    "sidecar-with-job": ("observability", *_KIND),
    "traffic-transport": (*_TRAFFIC, *_KIND),
    "variable-twice": ("env", "secrets"),
    "volume-twice": _MOUNTS,
}


class LeftOut:
    """What was left out so far.

    Args:
        paths: dotted paths of the bundle.
    """

    def __init__(self, paths: Iterable[str]) -> None:
        self._settings = {_setting(path) for path in paths}

    def add(self, paths: Iterable[str]) -> None:
        """Leave more out."""
        self._settings |= {_setting(path) for path in paths}

    @property
    def kind(self) -> bool:
        """Whether nobody knows what kind of workload it is."""
        return "component.type" in self._settings

    def concerns(self, code: str, places: Collection[str]) -> bool:
        """Tell whether something left out may be why a mistake is there.

        Args:
            code: the mistake's code.
            places: paths of the bundle, or of settings, that decide it.
        """
        also = _ALSO.get(code, ())
        if "*" in also:
            return bool(self._settings)
        return any(_overlap(_setting(place), out) for place in (*places, *also) for out in self._settings)


def _setting(path: str) -> str:
    """Return a path without the layer that it stands in; identity fields of the component keep it."""
    if path in ("component.name", "component.type"):
        return path
    setting = _LAYER.sub("", re.sub(r"^components\[[0-9]+\]\.", "component.", path))
    return "transport" if setting == "component.transport" else setting


def _overlap(one: str, other: str) -> bool:
    return one == other or any(
        longer.startswith((f"{shorter}.", f"{shorter}[")) for shorter, longer in ((one, other), (other, one))
    )
