"""What traffic rules say can be matched."""

import ipaddress
from collections.abc import Iterator
from typing import Any

from plugins.k8s_validator.objects.objects import Fault, KubernetesObject
from plugins.k8s_validator.objects.values import mapping, mappings, number, quoted, text, texts
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_object
from plugins.k8s_validator.validity.formats import is_ip


def _look(item: KubernetesObject, check: Check) -> Iterator[Fault]:
    if item.kind == "Ingress":
        for index, rule in mappings(item.spec.get("rules")):
            if is_ip(text(rule.get("host"))):
                yield item.fault("a host is a name, not an address", "spec", "rules", index, "host")
        return
    for direction, peers in (("ingress", "from"), ("egress", "to")):
        for index, rule in mappings(item.spec.get(direction)):
            path = ("spec", direction, index)
            for place, port in mappings(rule.get("ports")):
                first, last = number(port.get("port")), number(port.get("endPort"))
                if last is not None and isinstance(port.get("port"), str):
                    yield item.fault("endPort needs a port that is a number", *path, "ports", place, "endPort")
                if first is not None and last is not None and last < first:
                    yield item.fault(f"endPort {last} is below port {first}", *path, "ports", place, "endPort")
            for place, peer in mappings(rule.get(peers)):
                yield from _exceptions(item, (*path, peers, place, "ipBlock"), mapping(peer.get("ipBlock")))


def _exceptions(item: KubernetesObject, path: tuple[str | int, ...], block: dict[str, Any]) -> Iterator[Fault]:
    whole = _network(text(block.get("cidr")))
    for index, excepted in enumerate(texts(block.get("except"))):
        part = _network(excepted)
        if whole is None or part is None:
            continue  # the rule field-values says so
        inside = whole.version == part.version and part != whole and part.subnet_of(whole)  # type: ignore[arg-type]
        if not inside:
            yield item.fault(f"{quoted(excepted)} is no part of {whole}", *path, "except", index)


def _network(cidr: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    try:
        return ipaddress.ip_network(cidr, strict=False)
    except ValueError:
        return None


CHECK = Check(
    code="network-combinations",
    severity="error",
    title="Hosts are names, ranges of ports rise, and exceptions lie inside their block.",
    remedy="Correct the value that the message names.",
    references=("Kubernetes: pkg/apis/networking/validation",),
    run=each_object(_look, "Ingress", "NetworkPolicy"),
    kinds=("Ingress", "NetworkPolicy"),
)
