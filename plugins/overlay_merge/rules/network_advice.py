"""What the NetworkPolicy leaves open for want of a word in the bundle, and what a word in it closes."""

import re
from collections.abc import Iterator
from typing import Any

from foundation.model.bundle.cluster_hosts import namespace_of, network_of
from foundation.model.bundle.effective import EffectiveEnvironment
from foundation.model.bundle.groups.traffic import NetworkPolicySpec
from foundation.model.bundle.layer import Layer
from foundation.model.bundle.ports import served_ports
from foundation.model.expressions import expression
from foundation.model.findings import Finding
from foundation.model.names import dns_label
from foundation.model.policy.platform import PlatformPolicy
from plugins.overlay_merge.places import place_of_setting

#: Text that is an address: a URL with a host, or the parts of a connection string.
_ADDRESS = expression(
    r"[a-z][a-z0-9+.-]*://([^/@]*@)?(?P<url>[A-Za-z0-9.-]+)|(^|;)\s*(server|host|data source)\s*=\s*(?P<part>[^;]*)",
    re.IGNORECASE,
)


def network_advice(transport: str, policy: PlatformPolicy, environment: EffectiveEnvironment) -> Iterator[Finding]:
    """Yield what should be known of whom the pods may talk to in one environment.

    Args:
        transport: the component's transport.
        policy: has the general rules.
        environment: the merged settings.
    """
    settings = environment.settings
    wanted = settings.network_policy or NetworkPolicySpec()
    if settings.enable_network_policy and wanted.with_platform("egress"):
        yield from _open_egress(transport, policy, environment)
        yield from _closed(transport, policy, environment)
    if settings.enable_network_policy and wanted.with_platform("ingress"):
        yield from _open_ingress(policy, environment)
    if settings.enable_network_policy:
        yield from _anywhere(environment)


def _open_egress(transport: str, policy: PlatformPolicy, environment: EffectiveEnvironment) -> Iterator[Finding]:
    """Say what is let out because nobody says whom the component calls."""
    if environment.settings.calls is None and policy.network.default_egress == "open":
        general = [*policy.network.egress, *policy.transports[transport].egress]
        yield Finding(
            code="egress-open",
            severity="advice",
            message=f"the bundle does not say whom the component calls, so it may reach {_words(general)}",
            remedy="Give component.calls, with what else it reaches in component.external; [] is nobody. "
            "The policy closes it for all by network.default_egress: known.",
            path="component.calls",
        )


def _open_ingress(policy: PlatformPolicy, environment: EffectiveEnvironment) -> Iterator[Finding]:
    """Say what is let in because nobody says who calls the component."""
    settings, network = environment.settings, policy.network
    if settings.called_by is None and network.default_ingress == "open" and served_ports(settings):
        yield Finding(
            code="ingress-open",
            severity="advice",
            message="the bundle does not say who calls the component, so "
            f"{_peers(network.ingress_from)} may, on every port that it serves",
            remedy="Give component.called_by; [] is nobody but what publishes it. "
            "The policy closes it for all by network.default_ingress: known.",
            path="component.called_by",
        )


def _anywhere(environment: EffectiveEnvironment) -> Iterator[Finding]:
    """Say which hosts open their port to every address, since a NetworkPolicy knows no names."""
    settings = environment.settings
    found = [
        (f"external[{entry.name}]", f"{entry.host}:{entry.port}")
        for entry in settings.external or []
        if entry.host is not None and entry.cidr is None and not _is_placed(entry.host)
    ]
    for call in settings.calls or []:
        if call.host is not None:
            found.append(("calls", f"{call.host}:{','.join(map(str, call.ports or []))}"))
    if found:
        yield Finding(
            code="egress-anywhere",
            severity="advice",
            message=f"the ports of {', '.join(host for _, host in found)} are open to every address: "
            "a NetworkPolicy knows no host names",
            remedy="Give an external entry the network that its host is in as cidr.",
            path=place_of_setting(found[0][0], environment),
        )


def _is_placed(host: str) -> bool:
    """Tell whether a NetworkPolicy can say where a host is: in a namespace, or an address."""
    return network_of(host) is not None or namespace_of(host, "its own") is not None


def _closed(transport: str, policy: PlatformPolicy, environment: EffectiveEnvironment) -> Iterator[Finding]:
    """Say what calls takes away, which nobody sees before a connection fails."""
    settings = environment.settings
    general = [*policy.network.egress, *policy.transports[transport].egress]
    opened = _opened(settings)
    ports = [port for port in _ports_of(general) if port not in opened]
    if settings.calls is None or policy.network.default_egress != "open" or not ports or None in opened:
        return
    beside = "" if _reaches_out(settings) else _addresses(settings)
    hint = f"; {beside} may hold the address of something that it can no longer reach" if beside else ""
    yield Finding(
        code="calls-close-ports",
        severity="warning" if beside else "advice",
        message=f"calls closes what is open without it: {_clusters(general)}outside of what it names the ports "
        f"{', '.join(map(str, ports))}{hint}",
        remedy="Name what else it reaches in component.external, such as "
        "[{name: database, host: db.example.com, port: 5432}]; leave it as it is if that is nobody.",
        path=place_of_setting("calls", environment),
    )


def _opened(settings: Layer) -> set[Any]:
    """Return the ports that are open to what is no pod of a declared component; ``None`` stands for all."""
    found: set[Any] = {entry.port for entry in settings.external or []}
    for call in settings.calls or []:
        if call.host is not None or call.cidr is not None:
            found |= set(call.ports) if call.ports else {None}
    own = (settings.network_policy.egress if settings.network_policy else None) or []
    for rule in own:
        found |= {port.port for port in rule.ports} if rule.ports else {None}
    return found


def _reaches_out(settings: Layer) -> bool:
    """Tell whether the bundle names anything that is no component, so that somebody has thought of it."""
    named = any(call.host or call.cidr for call in settings.calls or [])
    return bool(named or settings.external or (settings.network_policy and settings.network_policy.egress))


def _addresses(settings: Layer) -> str:
    """Return what of the settings is, or may be, an address of something that calls does not name, in words."""
    called = {dns_label(call.component) for call in settings.calls or [] if call.component}
    called |= {call.namespace for call in settings.calls or [] if call.namespace}
    variables = [(variable.name, variable.value or "") for variable in settings.env or []]
    variables += [(name, value or "") for name, value in (settings.config or {}).items()]
    literal = [name for name, value in variables if (host := _host(value)) and not called & {*host.split(".")}]
    secrets = [_secret(one.name, [variable.name for variable in one.env or []]) for one in settings.secrets or []]
    secrets += [
        _secret(variable.value_from.secret_key_ref.name, [variable.name])
        for variable in settings.env or []
        if variable.value_from is not None and variable.value_from.secret_key_ref is not None
    ]
    return " and ".join([*(f"the secret {one}" for one in secrets), *(f"the variable {name}" for name in literal)])


def _host(value: str) -> str:
    """Return the host that a text leads to; empty, if it is no address."""
    found = _ADDRESS.search(value)
    return (found["url"] or found["part"] or "").lower() if found else ""


def _secret(name: str | None, variables: list[str]) -> str:
    shown = name or "without a name"
    return f"{shown} ({', '.join(variables)})" if variables else shown


def _words(rules: list[dict[str, Any]]) -> str:
    """Return rules in words: to whom, by which ports."""
    placed = [rule for rule in rules if rule.get("to")]
    anywhere = [rule for rule in rules if not rule.get("to")]
    words = [_on_ports(_peers(rule["to"]), [rule]) for rule in placed]
    return " and ".join([*words, *([_on_ports("everything outside", anywhere)] if anywhere else [])]) or "nobody"


def _on_ports(where: str, rules: list[dict[str, Any]]) -> str:
    ports = ", ".join(str(port) for port in _ports_of(rules))
    return f"{where} on the ports {ports}" if ports and all(rule.get("ports") for rule in rules) else where


def _clusters(rules: list[dict[str, Any]]) -> str:
    peers = [_peers(rule["to"]) for rule in rules if rule.get("to") and not rule.get("ports")]
    return "".join(f"{peer}, and " for peer in dict.fromkeys(peers))


def _peers(peers: list[dict[str, Any]]) -> str:
    return " or ".join(dict.fromkeys(map(_peer, peers)))


def _peer(peer: dict[str, Any]) -> str:
    if "ipBlock" in peer:
        return str(peer["ipBlock"].get("cidr"))
    labels = (peer.get("namespaceSelector") or {}).get("matchLabels") or {}
    if labels:
        return f"the pods of {', '.join(str(value) for value in labels.values())}"
    return "every pod of the cluster" if "namespaceSelector" in peer else "the pods of its own namespace"


def _ports_of(rules: list[dict[str, Any]]) -> list[Any]:
    return list(dict.fromkeys(port.get("port") for rule in rules for port in rule.get("ports") or []))
