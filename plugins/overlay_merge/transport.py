"""What the transport implies where the bundle is silent: the port and the probes."""

from typing import Any

from foundation.model.bundle.layer import Layer
from foundation.model.bundle.ports import own_port
from foundation.model.findings import Finding
from foundation.model.kubernetes.containers import ContainerPort
from foundation.model.policy.platform import TransportPolicy
from plugins.overlay_merge.merging import Merged

_PROBES = ("liveness_probe", "readiness_probe")


def fill_ports(merged: Merged, transport: str, policy: TransportPolicy) -> None:
    """Give a component without ports the policy's port for its transport."""
    if "ports" in merged.settings or "ports" in merged.removed or policy.port is None:
        return
    port = policy.port
    merged.settings["ports"] = [{"name": port.name, "port": port.port, "targetPort": port.target_port}]
    for key in ("name", "port", "targetPort"):
        merged.origins[f"ports[{port.name}].{key}"] = f"platform, transport {transport}"


def fill_probes(merged: Merged, transport: str, policy: TransportPolicy) -> list[Finding]:
    """Give a component without probes the policy's for its transport.

    Returns:
        An advice for each probe taken, since a health endpoint was not in the bundle.
    """
    # A probe connects by TCP, and to the container that it belongs to: elsewhere it would fail for ever.
    probed = own_port(_ports_only(merged.settings), transport)
    findings: list[Finding] = []
    for name in _PROBES:
        if name in merged.settings or name in merged.removed:
            continue
        probe = getattr(policy, name)
        if probe is None or probed is None:
            case = transport if probe is None else f"{transport} without a TCP port of the component's own container"
            findings.append(_no_probe(name, case))
            continue
        filled = _on_port(probe.model_dump(by_alias=True, exclude_none=True), probed[1])
        merged.settings[name] = filled
        merged.origins[name] = f"platform, transport {transport}"
        findings.append(_default_probe(name, transport, filled))
    return findings


def _on_port(probe: dict[str, Any], port: ContainerPort) -> dict[str, Any]:
    action = next(key for key in ("httpGet", "tcpSocket", "grpc") if key in probe)
    # A gRPC probe takes no name.
    target = port.container_port if action == "grpc" else port.name or port.container_port
    return {**probe, action: {**probe[action], "port": target}}


def _ports_only(settings: dict[str, Any]) -> Layer:
    names = ("ports", "container_ports", "sidecars", "init_containers")
    return Layer.model_validate({name: settings[name] for name in names if name in settings})


def _default_probe(name: str, transport: str, probe: dict[str, Any]) -> Finding:
    action = next(iter(probe))
    where = probe[action].get("path", f"port {probe[action]['port']}")
    return Finding(
        code="probe-default",
        severity="advice",
        message=f"the bundle gives no {name}; the policy's for {transport} is used: {action} {where}",
        remedy=f"Give component.{name}, or set it to null if there is none.",
        path=f"component.{name}",
    )


def _no_probe(name: str, case: str) -> Finding:
    return Finding(
        code="probe-missing",
        severity="advice",
        message=f"the bundle gives no {name}, and the policy has none for {case}",
        remedy=f"Give component.{name} if the component can tell its health.",
        path=f"component.{name}",
    )
