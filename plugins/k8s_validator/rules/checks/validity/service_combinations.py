"""Fields of a Service go with its type."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from plugins.k8s_validator.objects.objects import Fault, KubernetesObject
from plugins.k8s_validator.objects.values import items, mapping, mappings, quoted, text, texts
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_object
from plugins.k8s_validator.validity.formats import is_ip

_EXTERNAL = ("NodePort", "LoadBalancer")
_NODE_PORTS = range(30000, 32768)
_BALANCED = ("loadBalancerClass", "loadBalancerSourceRanges", "allocateLoadBalancerNodePorts")

_RANGES = "service.beta.kubernetes.io/load-balancer-source-ranges"


def _look(item: KubernetesObject, check: Check) -> Iterator[Fault]:
    spec = item.spec
    kind = text(spec.get("type")) or "ClusterIP"
    yield from _ports(item, spec, kind)
    yield from _traffic(item, spec, kind)
    if _RANGES in mapping(item.metadata.get("annotations")) and kind != "LoadBalancer":
        yield item.fault(f"the annotation needs type LoadBalancer, not {kind}", "metadata", "annotations", _RANGES)
    for field in _BALANCED if kind != "LoadBalancer" else ():
        if spec.get(field) not in (None, []):
            yield item.fault(f"{field} needs type LoadBalancer, not {kind}", "spec", field)
    yield from _addresses(item, spec, kind)


def _ports(item: KubernetesObject, spec: dict[str, Any], kind: str) -> Iterator[Fault]:
    ports = mappings(spec.get("ports"))
    if not ports and kind != "ExternalName" and spec.get("clusterIP") != "None":
        yield item.fault("a Service has a port unless it is headless", "spec", "ports")
    names: set[str] = set()
    numbers: set[str] = set()
    of_nodes: dict[str, Any] = {}
    for index, port in ports:
        name, number = text(port.get("name")), (port.get("port"), text(port.get("protocol")) or "TCP")
        if not name and len(ports) > 1:
            yield item.fault("with several ports each has a name", "spec", "ports", index, "name")
        elif name and name in names:
            yield item.fault(f"the port name {quoted(name)} is there twice", "spec", "ports", index, "name")
        if repr(number) in numbers:
            yield item.fault(f"the port {number[0]} is there twice", "spec", "ports", index)
        on_nodes = repr(port.get("nodePort"))
        if port.get("nodePort") and of_nodes.get(on_nodes, number[0]) != number[0]:
            # One port over two protocols has one number on the nodes.
            yield item.fault(f"nodePort {port['nodePort']} is there twice", "spec", "ports", index, "nodePort")
        elif port.get("nodePort") and port["nodePort"] not in _NODE_PORTS:
            fault = item.fault("clusters open nodePorts from 30000 to 32767", "spec", "ports", index, "nodePort")
            yield replace(fault, at_most="warning")  # unless they are set up otherwise
        of_nodes[on_nodes] = number[0]
        names.add(name)
        numbers.add(repr(number))
        if port.get("nodePort") and kind not in _EXTERNAL:
            yield item.fault(
                f"nodePort needs type NodePort or LoadBalancer, not {kind}", "spec", "ports", index, "nodePort"
            )


def _traffic(item: KubernetesObject, spec: dict[str, Any], kind: str) -> Iterator[Fault]:
    policy = text(spec.get("externalTrafficPolicy"))
    if policy and kind not in _EXTERNAL and not items(spec.get("externalIPs")):
        message = f"externalTrafficPolicy needs a Service that is reached from outside, not {kind}"
        yield item.fault(message, "spec", "externalTrafficPolicy")
    if spec.get("healthCheckNodePort") and (kind != "LoadBalancer" or policy != "Local"):
        message = "healthCheckNodePort needs type LoadBalancer and externalTrafficPolicy Local"
        yield item.fault(message, "spec", "healthCheckNodePort")
    affinity = text(spec.get("sessionAffinity")) or "None"
    if affinity == "None" and spec.get("sessionAffinityConfig") is not None:
        fault = item.fault("sessionAffinityConfig needs sessionAffinity ClientIP", "spec", "sessionAffinityConfig")
        yield replace(fault, outside="warning")  # the server takes it out


def _addresses(item: KubernetesObject, spec: dict[str, Any], kind: str) -> Iterator[Fault]:
    address, addresses = text(spec.get("clusterIP")), texts(spec.get("clusterIPs"))
    if kind == "ExternalName":
        for field in ("clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"):
            if spec.get(field) not in (None, "", []):
                yield item.fault(f"a Service of type ExternalName has no {field}", "spec", field)
        return
    if kind in _EXTERNAL and address == "None":
        yield item.fault(f"a Service of type {kind} is not headless", "spec", "clusterIP")
    if "None" in addresses and len(addresses) > 1:
        yield item.fault("None stands alone", "spec", "clusterIPs")
    if addresses and addresses[0] != address:
        yield item.fault("the first of clusterIPs is clusterIP", "spec", "clusterIPs")
    for family, value in zip(texts(spec.get("ipFamilies")), [address, *addresses[1:]], strict=False):
        if is_ip(value) and (":" in value) != (family == "IPv6"):
            yield item.fault(f"{quoted(value)} is no address of {family}", "spec", "clusterIP")
    families, policy = texts(spec.get("ipFamilies")), text(spec.get("ipFamilyPolicy"))
    if len(families) > 1 and policy in ("", "SingleStack"):
        yield item.fault(
            "two families need ipFamilyPolicy PreferDualStack or RequireDualStack", "spec", "ipFamilyPolicy"
        )


CHECK = Check(
    code="service-combinations",
    severity="error",
    title="Fields of a Service go with its type.",
    remedy="Take the field out, or choose the type that it needs.",
    references=("Kubernetes: pkg/apis/core/validation, ValidateService",),
    run=each_object(_look, "Service"),
    kinds=("Service",),
)
