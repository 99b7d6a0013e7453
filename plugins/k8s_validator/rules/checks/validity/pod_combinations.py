"""Fields of a pod that exclude or need each other."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from foundation.source.tree import Path
from plugins.k8s_validator.objects.claims import claim_faults
from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import WORKLOADS, Container, Pod
from plugins.k8s_validator.objects.values import items, mapping, mappings, number, quoted, text, texts, value_at
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_pod
from plugins.k8s_validator.validity.windows import host_process_faults, system_faults

_RUNNING_ON = ("livenessProbe", "readinessProbe", "startupProbe", "lifecycle")
_EPHEMERAL = ("ports", "livenessProbe", "readinessProbe", "startupProbe", "lifecycle", "resources", "resizePolicy")
_HOST_NAMESPACES = ("hostPID", "hostIPC", "hostNetwork")
_SYSCTLS_OF_THE_HOST = {"hostNetwork": ("net.",), "hostIPC": ("kernel.shm", "kernel.msg", "kernel.sem", "fs.mqueue.")}
_AFFINITIES = ("podAffinity", "podAntiAffinity")
_REQUIRED, _PREFERRED = (
    "requiredDuringSchedulingIgnoredDuringExecution",
    "preferredDuringSchedulingIgnoredDuringExecution",
)


def _look(pod: Pod, check: Check) -> Iterator[Fault]:
    for container in pod.containers:
        yield from _container(container)
    yield from _names(pod)
    yield from system_faults(pod)
    yield from host_process_faults(pod)
    yield from _namespaces(pod)
    yield from _affinity(pod)
    yield from _volumes(pod)


def _container(container: Container) -> Iterator[Fault]:
    if container.role == "init":
        for field in _RUNNING_ON:
            if container.data.get(field):
                yield container.fault(f"an init container has no {field} unless its restartPolicy is Always", field)
    if container.role == "ephemeral":
        for field in _EPHEMERAL:
            if container.data.get(field):
                yield container.fault(f"an ephemeral container has no {field}", field)
    security, privileged = container.security, container.security.get("privileged") is True
    if security.get("allowPrivilegeEscalation") is False:
        added = [name for name in texts(mapping(security.get("capabilities")).get("add")) if "SYS_ADMIN" in name]
        if privileged or "CAP_SYS_ADMIN" in added:
            message = "privileged and CAP_SYS_ADMIN exclude allowPrivilegeEscalation: false"
            yield container.fault(message, "securityContext", "allowPrivilegeEscalation")
    if security.get("procMount") == "Unmasked" and container.pod.spec.get("hostUsers") is not False:
        message = "procMount Unmasked needs hostUsers: false"
        yield container.fault(message, "securityContext", "procMount")
    for index, mount in mappings(container.data.get("volumeMounts")):
        if mount.get("mountPropagation") == "Bidirectional" and not privileged:
            message = "only privileged containers mount Bidirectional"
            yield container.fault(message, "volumeMounts", index, "mountPropagation")
    for index, policy in mappings(container.data.get("resizePolicy")):
        if policy.get("restartPolicy") == "RestartContainer" and container.pod.spec.get("restartPolicy") == "Never":
            message = "RestartContainer needs a pod whose restartPolicy is not Never"
            yield container.fault(message, "resizePolicy", index, "restartPolicy")
    yield from _sleep(container)


def _sleep(container: Container) -> Iterator[Fault]:
    grace = container.pod.spec.get("terminationGracePeriodSeconds", 30)
    for hook in ("preStop", "postStart"):
        path = ("lifecycle", hook, "sleep", "seconds")
        seconds = number(value_at(container.data, path))
        if seconds is not None and isinstance(grace, int) and seconds > grace:
            yield container.fault(f"{seconds} seconds are longer than the pod's grace period of {grace}", *path)


def _names(pod: Pod) -> Iterator[Fault]:
    account, other = text(pod.spec.get("serviceAccountName")), text(pod.spec.get("serviceAccount"))
    if not account and not other:
        for index, volume in pod.volumes():
            for place, source in mappings(mapping(volume.get("projected")).get("sources")):
                if pod.object.kind == "Pod" and source.get("serviceAccountToken") is not None:
                    message = "a projected token needs serviceAccountName"
                    yield pod.fault(message, "volumes", index, "projected", "sources", place, "serviceAccountToken")
    if items(pod.spec.get("schedulingGates")) and text(pod.spec.get("nodeName")):
        yield pod.fault("a pod with schedulingGates names no node", "nodeName")
    if pod.spec.get("dnsPolicy") == "None" and not items(mapping(pod.spec.get("dnsConfig")).get("nameservers")):
        yield pod.fault("dnsPolicy None needs a nameserver", "dnsConfig", "nameservers")
    searches = texts(mapping(pod.spec.get("dnsConfig")).get("searches"))
    for index, domain in enumerate(searches):
        if len(domain.removesuffix(".")) > 253:
            yield pod.fault("a search domain has at most 253 characters", "dnsConfig", "searches", index)
    if len(" ".join(searches)) > 2048:
        yield pod.fault("search domains have at most 2,048 characters together", "dnsConfig", "searches")


def _namespaces(pod: Pod) -> Iterator[Fault]:
    for index, sysctl in mappings(pod.security.get("sysctls")):
        name = text(sysctl.get("name")).replace("/", ".")
        for field, prefixes in _SYSCTLS_OF_THE_HOST.items():
            if pod.spec.get(field) is True and name.startswith(prefixes):
                yield pod.fault(f"{quoted(name)} excludes {field}", "securityContext", "sysctls", index, "name")
    if pod.spec.get("shareProcessNamespace") is True and pod.spec.get("hostPID") is True:
        yield pod.fault("hostPID and shareProcessNamespace exclude each other", "shareProcessNamespace")
    if pod.spec.get("hostNetwork") is True:
        for container in pod.containers:
            for index, port in container.ports():
                inside, outside = port.get("containerPort"), port.get("hostPort")
                if outside and inside != outside:
                    message = f"with hostNetwork hostPort is containerPort {inside}, not {outside}"
                    yield container.fault(message, "ports", index, "containerPort")
    if pod.spec.get("hostUsers") is False:
        for field in _HOST_NAMESPACES:
            if pod.spec.get(field) is True:
                yield pod.fault(f"hostUsers: false excludes {field}", "hostUsers")
        for container in pod.containers:
            if container.data.get("volumeDevices"):
                yield container.fault("hostUsers: false excludes volumeDevices", "volumeDevices")


def _affinity(pod: Pod) -> Iterator[Fault]:
    for kind in _AFFINITIES:
        affinity = mapping(mapping(pod.spec.get("affinity")).get(kind))
        terms: list[tuple[Path, dict[str, Any]]] = [
            ((_REQUIRED, index), term) for index, term in mappings(affinity.get(_REQUIRED))
        ]
        for index, weighted in mappings(affinity.get(_PREFERRED)):
            terms.append(((_PREFERRED, index, "podAffinityTerm"), mapping(weighted.get("podAffinityTerm"))))
        for path, term in terms:
            yield from _label_keys(pod, ("affinity", kind, *path), term)
    for index, spread in mappings(pod.spec.get("topologySpreadConstraints")):
        yield from _label_keys(pod, ("topologySpreadConstraints", index), spread)


def _label_keys(pod: Pod, path: tuple[str | int, ...], term: dict[str, Any]) -> Iterator[Fault]:
    matched, mismatched = texts(term.get("matchLabelKeys")), texts(term.get("mismatchLabelKeys"))
    selector = mapping(term.get("labelSelector"))
    used = {*mapping(selector.get("matchLabels"))}
    used |= {text(expression.get("key")) for _, expression in mappings(selector.get("matchExpressions"))}
    for field, keys in (("matchLabelKeys", matched), ("mismatchLabelKeys", mismatched)):
        for index, key in enumerate(keys):
            if key in used and key in pod.labels:
                # The server writes the label into a pod's selector, where the key then stands twice.
                fault = pod.fault(f"the labelSelector has the key {quoted(key)} too", *path, field, index)
                yield fault if pod.object.kind == "Pod" else replace(fault, outside="warning")
            elif field == "matchLabelKeys" and key in mismatched:
                yield pod.fault(f"mismatchLabelKeys has {quoted(key)} too", *path, field, index)


def _volumes(pod: Pod) -> Iterator[Fault]:
    sources = {text(volume.get("name")): volume for _, volume in pod.volumes()}
    for container in pod.containers:
        for index, device in mappings(container.data.get("volumeDevices")):
            source = sources.get(text(device.get("name")))
            if source is not None and source.get("persistentVolumeClaim", source.get("ephemeral")) is None:
                yield container.fault("a device is a volume of a claim", "volumeDevices", index, "name")
    for index, volume in pod.volumes():
        template = ("ephemeral", "volumeClaimTemplate", "spec")
        for message, path in claim_faults(value_at(volume, template)):
            yield pod.fault(message, "volumes", index, *template, *path)
        yield from _projected(pod, index, mapping(volume.get("projected")))


def _projected(pod: Pod, volume: int, projected: dict[str, Any]) -> Iterator[Fault]:
    seen: set[str] = set()
    tokens = {path for place, path in _projected_paths(projected) if place[-1] == "serviceAccountToken"}
    for place, path in _projected_paths(projected):
        if path in seen:
            where = ("volumes", volume, "projected", "sources", *place, "path")
            fault = pod.fault(f"the path {quoted(path)} is there twice", *where)
            # Beside a token the server only warns.
            yield replace(fault, outside="warning") if path in tokens else fault
        seen.add(path)


def _projected_paths(projected: dict[str, Any]) -> Iterator[tuple[Path, str]]:
    for place, source in mappings(projected.get("sources")):
        for kind in ("configMap", "secret", "downwardAPI"):
            for index, item in mappings(mapping(source.get(kind)).get("items")):
                yield (place, kind, "items", index), text(item.get("path"))
        token = mapping(source.get("serviceAccountToken")).get("path")
        if isinstance(token, str):
            yield (place, "serviceAccountToken"), token


CHECK = Check(
    code="pod-combinations",
    severity="error",
    title="Fields of a pod that need or exclude each other fit.",
    remedy="Take one of them out, or add what it needs.",
    references=("Kubernetes: pkg/apis/core/validation, ValidatePodSpec",),
    run=each_pod(_look),
    kinds=WORKLOADS,
)
