"""Requests and limits go together."""

from collections.abc import Iterator
from typing import Any

from plugins.k8s_validator.objects.objects import Fault
from plugins.k8s_validator.objects.pods import WORKLOADS, Container, Pod
from plugins.k8s_validator.objects.quantities import amount
from plugins.k8s_validator.objects.values import mapping, mappings, quoted, text
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.for_each import each_pod
from plugins.k8s_validator.validity.pod_resources import page_size, pod_faults

#: Resources that a node may promise more of than it has.
_OVERCOMMITTED = ("cpu", "memory", "ephemeral-storage")


def _look(pod: Pod, check: Check) -> Iterator[Fault]:
    claims = [text(claim.get("name")) for _, claim in mappings(pod.spec.get("resourceClaims"))]
    for container in pod.containers:
        yield from _of(container, mapping(container.data.get("resources")))
        yield from _claims(container, claims)
    yield from _of(pod, mapping(pod.spec.get("resources")))
    yield from pod_faults(pod)


def _claims(container: Container, claims: list[str]) -> Iterator[Fault]:
    seen: set[tuple[str, str]] = set()
    for index, claim in mappings(mapping(container.data.get("resources")).get("claims")):
        name, request = text(claim.get("name")), text(claim.get("request"))
        if name not in claims:
            yield container.fault(f"the pod has no resourceClaim {quoted(name)}", "resources", "claims", index)
        elif {(name, request), (name, "")} & seen or (not request and name in {of for of, _ in seen}):
            yield container.fault(f"{quoted(name)} is there twice", "resources", "claims", index)
        seen.add((name, request))


def _of(owner: Container | Pod, resources: dict[str, Any]) -> Iterator[Fault]:
    requests, limits = mapping(resources.get("requests")), mapping(resources.get("limits"))
    for part, amounts in (("limits", limits), ("requests", requests)):
        for name, value in amounts.items():
            found, page = _amount(value), page_size(str(name))
            if found is not None and page is not None and (not page or found % page):
                yield owner.fault(f"{quoted(value)} is no multiple of {name}", "resources", part, name)
            if found is not None and not _divisible(name) and found != int(found):
                yield owner.fault(f"{name} is {quoted(value)}, and only whole ones can be had", "resources", part, name)
    for name, value in requests.items():
        yield from _against_limit(owner, name, value, limits)
    huge = [name for name in (*requests, *limits) if str(name).startswith("hugepages-")]
    if huge and not {"cpu", "memory"} & {*requests, *limits}:
        yield owner.fault("huge pages need cpu or memory beside them", "resources")


def _against_limit(owner: Container | Pod, name: str, value: Any, limits: dict[str, Any]) -> Iterator[Fault]:
    asked, most = _amount(value), _amount(limits[name]) if name in limits else None
    single = name not in _OVERCOMMITTED and not (isinstance(owner, Pod) and "/" not in name)
    if asked is None:
        return
    if most is None:
        if single:
            yield owner.fault(f"{name} is requested and not limited; both have to be equal", "resources")
    elif single and asked != most:
        yield owner.fault(f"{name} is requested and limited differently", "resources", "requests", name)
    elif asked > most:
        message = f"the request {quoted(value)} of {name} is above its limit {quoted(limits[name])}"
        yield owner.fault(message, "resources", "requests", name)


def _divisible(name: str) -> bool:
    return name in _OVERCOMMITTED or name.startswith("hugepages-")


def _amount(value: Any) -> float | None:
    """Return an amount as a number; the server reads null as 0."""
    if value is None:
        return 0.0
    return amount(value.strip() if isinstance(value, str) else value)


CHECK = Check(
    code="resource-amounts",
    severity="error",
    title="A request is not above its limit; resources that cannot be shared are requested as they are limited.",
    remedy="Lower the request or raise the limit.",
    references=("Kubernetes: pkg/apis/core/validation, ValidateContainerResourceRequirements",),
    run=each_pod(_look),
    kinds=WORKLOADS,
)
