"""No two objects publish the same host and path by the same controller or gateway."""

from collections.abc import Iterator
from dataclasses import replace

from foundation.model.findings import Finding
from plugins.k8s_validator.objects.entrances import PUBLISHING, Entrance, entrances
from plugins.k8s_validator.objects.objects import Fault, KubernetesObject
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.decisive import TRAFFIC
from plugins.k8s_validator.rules.for_each import finding_of
from plugins.k8s_validator.subject.subject import Subject


def _run(check: Check, subject: Subject) -> Iterator[Finding]:
    seen: dict[tuple[str, str, str], list[KubernetesObject]] = {}
    for item in subject.of_kind(*PUBLISHING):
        told: set[tuple[str, str]] = set()
        for entrance in entrances(item.data):
            before = seen.setdefault(entrance.key, [])
            fault = _fault(item, entrance, before)
            before.append(item)
            if fault is not None and (entrance.host, fault.message) not in told:
                told.add((entrance.host, fault.message))
                yield finding_of(check, subject, fault)


def _fault(item: KubernetesObject, entrance: Entrance, before: list[KubernetesObject]) -> Fault | None:
    what = f"{entrance.host}{'' if entrance.match.startswith(('/', ' ')) else ' '}{entrance.match} of {entrance.by}"
    here = [other for other in before if other.meets(item.environment) and not _is_copy(other, item)]
    if here:
        where = "twice in it" if here[0] is item else f"{here[0].label}'s too, in {here[0].file}"
        return Fault(item, f"{what} is {where}", entrance.place)
    elsewhere = [other.environment for other in before if not other.meets(item.environment)]
    if elsewhere:
        # Clusters may have the same names inside; a name of the world leads to one of them.
        fault = Fault(item, f"{what} is also that of {elsewhere[0]}", entrance.place)
        return replace(fault, at_most="warning")
    return None


def _is_copy(one: KubernetesObject, other: KubernetesObject) -> bool:
    """Tell whether two documents are the same object, which another rule says."""
    same = (one.kind, one.namespace, one.name) == (other.kind, other.namespace, other.name)
    return same and one is not other


CHECK = Check(
    code="host-path-twice",
    severity="error",
    title="Each host and path is published once by a controller or gateway.",
    remedy="Give one of them another host or path; hosts by the policy's pattern differ by tenant and environment.",
    references=("ingress-nginx: host and path already defined", "Gateway API: HTTPRoute conflicts"),
    run=_run,
    kinds=PUBLISHING,
    decided_by=(*TRAFFIC, "component.name"),
)
