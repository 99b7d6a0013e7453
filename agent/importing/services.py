"""Services: the component's own, further ones, and the headless one of a StatefulSet."""

from typing import Any

from agent.importing.attach import Workload
from agent.importing.containers import port_entries
from agent.importing.draft import Draft
from agent.importing.labels import Metadata
from agent.importing.objects import Place, SourceObject, mapping, mappings, text
from agent.importing.own_manifests import is_ours

#: Fields that the cluster fills in, or that other settings hold.
_ELSEWHERE = frozenset({"selector", "ports", "clusterIPs"})
_HEADLESS = {"clusterIP": "None", "publishNotReadyAddresses": True}


def map_services(draft: Draft, workload: Workload, metadata: Metadata) -> None:
    """Map the Services in front of the pods."""
    services = workload.all("Service")
    main = _main(draft, services)
    headless = text(workload.object.spec.get("serviceName"))
    for service in services:
        entry = _entry(draft, service, metadata)
        if service is main:
            for port in entry.pop("ports"):
                draft.add("ports", port, Place(service, ("spec", "ports")))
            if entry["name"] == draft.slug:
                del entry["name"]
            draft.put("service", entry or None, Place(service, ("spec",)))
        elif not _is_generated(service, entry, main, draft):
            draft.add("services", entry, Place(service, ("spec",)))
    if workload.object.kind == "StatefulSet":
        _name_headless(draft, headless, Place(workload.object, ("spec", "serviceName")))
    _undeclared_targets(draft, workload)


def _name_headless(draft: Draft, name: str, place: Place) -> None:
    """Name the Service of the pods' names where it is not the chart's, or the chart must not make it."""
    default = f"{draft.slug}-headless"
    given = {text(service.get("name")) for service in mappings(draft.settings.get("services"))}
    if default in given or name not in ("", default):
        draft.put("headless_service", name or default, place)


def _main(draft: Draft, services: list[SourceObject]) -> SourceObject | None:
    """Choose the Service that the component's ports stand for."""
    ranked = sorted(
        (service for service in services if mappings(service.spec.get("ports"))),
        key=lambda service: (service.name != draft.slug, service.spec.get("clusterIP") == "None"),
    )
    return ranked[0] if ranked else None


def _entry(draft: Draft, service: SourceObject, metadata: Metadata) -> dict[str, Any]:
    place = Place(service, ("spec",))
    fields = {key: value for key, value in service.spec.items() if key not in _ELSEWHERE}
    if service.metadata.get("uid") and fields.get("clusterIP") != "None":
        fields.pop("clusterIP", None)  # the cluster gave it
    if fields.get("type") == "ExternalName":
        draft.leave_out(place.at("type"), "a Service of this type has no pods")
        del fields["type"]
    own = Place(service, ("metadata",))
    return {
        "name": service.name,
        **fields,
        "labels": metadata.labels(own) or None,
        "annotations": metadata.annotations(own) or None,
        "ports": [_port(port) for port in mappings(service.spec.get("ports"))],
    }


def _port(port: dict[str, Any]) -> dict[str, Any]:
    """Name a port that has no name; a Service with one port may leave it out, a bundle may not."""
    if text(port.get("name")):
        return port
    protocol = text(port.get("protocol")) or "TCP"
    return {"name": f"{protocol.lower()}-{port.get('port')}", **port}


def _is_generated(service: SourceObject, entry: dict[str, Any], main: SourceObject | None, draft: Draft) -> bool:
    """Tell whether the chart makes this headless Service of a StatefulSet by itself."""
    given = {key: value for key, value in entry.items() if value is not None and key not in ("name", "ports")}
    same_ports = mappings(service.spec.get("ports")) == (mappings(main.spec.get("ports")) if main else [])
    return (
        service.name == f"{draft.slug}-headless"
        and same_ports
        and {"type": "ClusterIP", **given}
        == {
            "type": "ClusterIP",
            **_HEADLESS,
        }
    )


def _undeclared_targets(draft: Draft, workload: Workload) -> None:
    """A target by name that no container has would lead nowhere, in the cluster too."""
    names = {text(port.get("name")) for port in port_entries(workload)}
    for group in [draft.settings.get("ports"), *(entry.get("ports") for entry in draft.settings.get("services") or [])]:
        for port in mappings(group):
            target = port.get("targetPort")
            if isinstance(target, str) and target not in names:
                del port["targetPort"]
                place = Place(workload.object, ("spec",))
                draft.leave_out(place, f"a Service goes to the port {target}, which no container has")


def transport_of(draft: Draft, workload: Workload) -> str:
    """Return how the component is called, by what its ports and its probes say."""
    ports = mappings(draft.settings.get("ports"))
    if not ports:
        return "queue"
    first = _of_the_transport(ports)
    if first.get("protocol", "TCP") != "TCP":
        return "tcp"
    protocol = text(first.get("appProtocol"))
    if protocol:
        return {"grpc": "grpc", "http": "http"}.get(protocol, "tcp")
    if is_ours(workload.object):
        # The platform writes the protocol of all other transports, at its port of the component's own container.
        written = {text(port.get("appProtocol")) for port in ports}
        return next((transport for transport in ("http", "grpc") if transport in written), "tcp")
    name = text(first.get("name"))
    if name.split("-")[0] in ("grpc", "http"):
        return name.split("-")[0]
    probes = [mapping(draft.settings.get(f"{kind}_probe")) for kind in ("readiness", "liveness")]
    if any("grpc" in probe for probe in probes):
        return "grpc"
    return "http" if any("httpGet" in probe for probe in probes) or first.get("port") in (80, 8080) else "tcp"


def _of_the_transport(ports: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the port that is called http or grpc, else the first; one for metrics may stand before it."""
    named = (port for port in ports if text(port.get("name")).split("-")[0] in ("http", "grpc"))
    return ports[0] if ports[0].get("appProtocol") else next(named, ports[0])
