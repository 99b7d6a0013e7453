"""A Service over the pods of several workloads: a bundle's own select its own pods alone, in its namespace."""

from dataclasses import dataclass, replace

from agent.importing.attach import Workload
from agent.importing.draft import Draft
from agent.importing.objects import Place, SourceObject
from foundation.source.tree import shown

_REMEDY = "Divide the traffic between their Services, by weights in gateway.httpRules or virtual_service.http."


@dataclass(frozen=True)
class SharedService:
    """A Service that selected the pods of several workloads.

    Attributes:
        service: the Service.
        workloads: whose pods it selected; it stays with the first.
    """

    service: SourceObject
    workloads: list[Workload]

    def tell(self, draft: Draft, workload: Workload) -> None:
        """Tell in the bundle of one of them what became of the Service.

        Args:
            draft: the bundle in the making.
            workload: the workload that it is made of.
        """
        first, *others = (each.object.name for each in self.workloads)
        left = (
            f"it selected the pods of {', '.join(others)} too, and leads to those of {first} alone from now on"
            if workload is self.workloads[0]
            else f"it stays with {first} and leads to its pods alone; {draft.slug} has a Service of its own name"
        )
        draft.leave_out(Place(self.service, ("spec", "selector")), shown(left), _REMEDY, "service-shared")


def share_out(workloads: list[Workload]) -> list[SharedService]:
    """Leave a Service that selects the pods of several workloads to the first, and give the others one of their own.

    Args:
        workloads: the workloads, each with all Services that select its pods; they are changed.

    Returns:
        The Services that several had.
    """
    owners: dict[int, list[Workload]] = {}
    services: dict[int, SourceObject] = {}
    for workload in workloads:
        for service in workload.all("Service"):
            services[id(service)] = service
            owners.setdefault(id(service), []).append(workload)
    for workload in workloads:
        given = workload.all("Service")
        own = [service for service in given if owners[id(service)][0] is workload]
        workload.beside["Service"] = own or [_named(service, workload.object.name) for service in given[:1]]
    return [SharedService(services[key], having) for key, having in owners.items() if len(having) > 1]


def _named(service: SourceObject, name: str) -> SourceObject:
    """Return a Service with the same ports and another name."""
    return replace(service, data={**service.data, "metadata": {**service.metadata, "name": name}})
