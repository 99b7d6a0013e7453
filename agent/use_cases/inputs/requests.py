"""From bundles to the requests of their runs: one for each component, or for each component and tenant."""

from collections import defaultdict
from collections.abc import Iterable

from agent.use_cases.inputs.tenants import for_tenants, require_tenants
from foundation.model.errors import InputError, Problem
from foundation.model.names import dns_label
from foundation.model.run.request import GenerationRequest, Options
from foundation.source.bundle import SourcedBundle, whole
from foundation.source.locate import locate
from foundation.source.salvage import PartlyReadError


def requests_of(
    sources: list[SourcedBundle], options: Options, many: bool, tenants: list[str] | None = None, every: bool = False
) -> list[GenerationRequest]:
    """Return a request for each bundle, or for each bundle and tenant.

    Args:
        sources: the bundles.
        options: how to run; the output folder is the common one.
        many: whether each component gets a folder of its own in the output folder.
        tenants: tenants to generate for, each into a folder of its own; the bundle's own tenant if ``None``.
        every: whether to generate for all tenants of each bundle.

    Raises:
        InputError: two components map to the same name, or there is no such tenant.
    """
    try:
        return _requests_of(sources, options, many, tenants or [], every)
    except InputError as error:
        raise PartlyReadError(*error.problems, rest=tuple(map(whole, sources))) from error


def collisions(sources: Iterable[SourcedBundle]) -> list[Problem]:
    """Return a problem for each name that several components map to."""
    by_name: dict[str, list[SourcedBundle]] = defaultdict(list)
    for source in sources:
        by_name[dns_label(source.bundle.component.name)].append(source)
    return [_collision(name, found) for name, found in by_name.items() if len(found) > 1]


def _requests_of(
    sources: list[SourcedBundle], options: Options, many: bool, tenants: list[str], every: bool
) -> list[GenerationRequest]:
    if not tenants and not every:
        return _requests(sources, options, many)
    require_tenants(sources, tenants or [])
    by_tenant: dict[str, list[SourcedBundle]] = defaultdict(list)
    for source in sources:
        for one in for_tenants(source, tenants, every):
            by_tenant[str(one.bundle.tenant)].append(one)
    return [
        request
        for tenant, found in by_tenant.items()
        for request in _requests(found, _of_tenant(_below(options, tenant), tenant), many)
    ]


def _below(options: Options, folder: str) -> Options:
    destination = options.destination.below(folder) if options.destination else None
    return options.model_copy(update={"destination": destination})


def _of_tenant(options: Options, tenant: str) -> Options:
    """Return where the runs of one tenant are published to: its charts have the names of the others'."""
    return options.model_copy(update={"publish": [place.below(tenant) for place in options.publish]})


def _requests(sources: list[SourcedBundle], options: Options, many: bool) -> list[GenerationRequest]:
    if problems := collisions(sources):
        raise InputError(*problems)
    names = [dns_label(source.bundle.component.name) for source in sources]
    return [
        source.request(_below(options, name) if many else options) for name, source in zip(names, sources, strict=True)
    ]


def _collision(name: str, sources: list[SourcedBundle]) -> Problem:
    spellings = ", ".join(f"{source.bundle.component.name} in {source.source}" for source in sources)
    last = sources[-1]
    problem = Problem(
        code="name-collision",
        message=f"these components all map to the name {name!r}: {spellings}",
        remedy="Rename one of them, or generate them into different output folders.",
        path="component.name",
    )
    return locate(problem, last.source, last.locations, last.assigned)
