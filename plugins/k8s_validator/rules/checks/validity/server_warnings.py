"""What the API server takes and warns of: whoever applies it is told each time, and a later version may refuse it."""

import ipaddress
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from foundation.model.findings import Finding
from foundation.source.tree import Path
from plugins.k8s_validator.objects.objects import Fault, KubernetesObject
from plugins.k8s_validator.objects.pods import Pod
from plugins.k8s_validator.objects.quantities import FEWEST_BYTES, amount
from plugins.k8s_validator.objects.values import mapping, mappings, quoted, text, texts, value_at
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import finding_of
from plugins.k8s_validator.subject.subject import Subject

#: The minor version since which the server knows PreferClose by its new name, and warns of the old one.
_NEW_NAME = 35
_WHOLE_BYTES = ("memory", "ephemeral-storage")
_DIRECTIONS = (("ingress", "from"), ("egress", "to"))


def _run(check: Check, subject: Subject) -> Iterator[Finding]:
    faults: list[Fault] = []
    for pod in subject.pods:
        faults += [*_addresses_of_hosts(pod), *_ports(pod), *_volumes(pod), *_amounts(pod), *_pull_secrets(pod)]
    for item in subject.of_kind("Service"):
        faults += _service(item)
        if item.spec.get("trafficDistribution") == "PreferClose" and _minor(subject.setup.kube_version) >= _NEW_NAME:
            faults.append(item.fault("PreferClose is called PreferSameZone now", "spec", "trafficDistribution"))
    for item in subject.of_kind("StatefulSet", "PersistentVolumeClaim"):
        faults += _sizes(item)
    for item in subject.of_kind("NetworkPolicy"):
        faults += _network_policy(item)
    yield from (finding_of(check, subject, fault) for fault in faults)


def _minor(version: str) -> int:
    return int(version.partition(".")[2])


def _addresses_of_hosts(pod: Pod) -> Iterator[Fault]:
    seen: set[str] = set()
    for index, alias in mappings(pod.spec.get("hostAliases")):
        address = text(alias.get("ip"))
        if address in seen:
            yield pod.fault(
                f"the address {quoted(address)} is there twice: put its names together", "hostAliases", index
            )
        elif _odd_address(address):
            yield pod.fault(f"{quoted(address)} is written with leading zeros", "hostAliases", index, "ip")
        seen.add(address)


def _ports(pod: Pod) -> Iterator[Fault]:
    seen: set[str] = set()
    for container in pod.containers:
        for index, port in container.ports():
            inside, protocol = port.get("containerPort"), text(port.get("protocol")) or "TCP"
            key = repr((inside, protocol, port.get("hostPort"), port.get("hostIP")))
            if key in seen:
                yield container.fault(f"the port {inside}/{protocol} is there twice in the pod", "ports", index)
            if text(port.get("hostIP")) and not port.get("hostPort"):
                yield container.fault("hostIP without a hostPort does nothing", "ports", index, "hostIP")
            seen.add(key)


def _volumes(pod: Pod) -> Iterator[Fault]:
    for index, volume in pod.volumes():
        if volume.get("gitRepo") is not None:
            yield pod.fault("volumes of the type gitRepo are switched off", "volumes", index, "gitRepo")
        projected = volume.get("projected")
        if isinstance(projected, dict) and not projected.get("sources"):
            yield pod.fault("the volume has no sources", "volumes", index, "projected")
        for kind in ("configMap", "secret", "downwardAPI"):
            paths = [text(item.get("path")) for _, item in mappings(mapping(volume.get(kind)).get("items"))]
            for path in _twice(paths):
                yield pod.fault(f"the path {quoted(path)} is there twice", "volumes", index, kind, "items")


def _amounts(pod: Pod) -> Iterator[Fault]:
    for container in pod.containers:
        for part in ("requests", "limits"):
            given = mapping(mapping(container.data.get("resources")).get(part))
            for name in _WHOLE_BYTES:
                found = amount(given.get(name))
                # Fewer are told as hardly meant.
                if found is not None and found != int(found) and found >= FEWEST_BYTES:
                    yield container.fault(f"{quoted(given[name])} of {name} is no whole byte", "resources", part, name)


def _sizes(item: KubernetesObject) -> Iterator[Fault]:
    claims: list[tuple[Path, dict[str, Any]]] = [((), item.data)]
    if item.kind == "StatefulSet":
        templates = mappings(item.spec.get("volumeClaimTemplates"))
        claims = [(("spec", "volumeClaimTemplates", index), claim) for index, claim in templates]
    for place, claim in claims:
        path: Path = ("spec", "resources", "requests", "storage")
        size = value_at(claim, path)
        found = amount(size)
        if found is not None and found != int(found) and found >= FEWEST_BYTES:
            yield item.fault(f"{quoted(size)} of storage is no whole byte", *place, *path)


def _pull_secrets(pod: Pod) -> Iterator[Fault]:
    names = [text(secret.get("name")) for _, secret in mappings(pod.spec.get("imagePullSecrets"))]
    for name in _twice(names):
        yield pod.fault(f"the secret {quoted(name)} is there twice", "imagePullSecrets")


def _service(item: KubernetesObject) -> Iterator[Fault]:
    spec = item.spec
    if spec.get("clusterIP") == "None" and texts(spec.get("externalIPs")):
        yield item.fault("a headless Service has no externalIPs", "spec", "externalIPs")
    for field in ("externalIPs", "clusterIPs", "loadBalancerSourceRanges"):
        for index, value in enumerate(texts(spec.get(field))):
            yield from _written(item, value, "spec", field, index)
    for field in ("clusterIP", "loadBalancerIP"):
        yield from _written(item, text(spec.get(field)), "spec", field)


def _network_policy(item: KubernetesObject) -> Iterator[Fault]:
    for direction, peers in _DIRECTIONS:
        for index, rule in mappings(item.spec.get(direction)):
            for place, peer in mappings(rule.get(peers)):
                path: Path = ("spec", direction, index, peers, place, "ipBlock")
                block = mapping(value_at(peer, ("ipBlock",)))
                yield from _written(item, text(block.get("cidr")), *path, "cidr")
                for position, value in enumerate(texts(block.get("except"))):
                    yield from _written(item, value, *path, "except", position)


def _written(item: KubernetesObject, value: str, *path: str | int) -> Iterator[Fault]:
    """Find an address with leading zeros, and a network with bits beyond its length."""
    address, slash, length = value.strip().partition("/")
    if _odd_address(address):
        yield item.fault(f"{quoted(value)} is written with leading zeros", *path)
    elif slash and _has_more_bits(address, length):
        network = ipaddress.ip_network(f"{address}/{length}", strict=False)
        yield item.fault(f"{quoted(value)} is {network} or one address: write the one that is meant", *path)


def _has_more_bits(address: str, length: str) -> bool:
    try:
        ipaddress.ip_network(f"{address}/{length}")
    except ipaddress.NetmaskValueError:
        return False
    except ValueError as error:
        return "host bits" in str(error)
    return False


def _odd_address(address: str) -> bool:
    parts = address.split(".")
    return len(parts) == 4 and all(map(str.isdigit, parts)) and any(len(part) > 1 and part[0] == "0" for part in parts)


def _twice(values: Iterable[str]) -> list[str]:
    return [value for value, count in Counter(values).items() if count > 1 and value]


CHECK = Check(
    code="server-warnings",
    severity="warning",
    title="Nothing is applied that the API server takes with a warning.",
    remedy="Write it as the message says, or leave it out.",
    references=("Kubernetes: pkg/api/pod/warnings.go", "Kubernetes: pkg/api/service/warnings.go"),
    run=_run,
    decided_by=(),
)
