"""From bundles to the requests of their runs: one for each component, or for each component and tenant."""

from collections import defaultdict

from agent.use_cases.inputs.tenants import for_tenants, require_tenants
from foundation.model.errors import InputError, Problem
from foundation.model.names import dns_label
from foundation.model.run.request import GenerationRequest, Options
from foundation.source.bundle import SourcedBundle


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
    if not tenants and not every:
        return _requests(sources, options, many)
    require_tenants(sources, tenants or [])
    by_tenant: dict[str, list[SourcedBundle]] = defaultdict(list)
    for source in sources:
        for one in for_tenants(source, tenants or [], every):
            by_tenant[str(one.bundle.tenant)].append(one)
    return [
        request for tenant, found in by_tenant.items() for request in _requests(found, _below(options, tenant), many)
    ]


def _below(options: Options, folder: str) -> Options:
    destination = options.destination.below(folder) if options.destination else None
    return options.model_copy(update={"destination": destination})


def _requests(sources: list[SourcedBundle], options: Options, many: bool) -> list[GenerationRequest]:
    by_name: dict[str, list[SourcedBundle]] = defaultdict(list)
    for source in sources:
        by_name[dns_label(source.bundle.component.name)].append(source)
    problems = [_collision(name, found) for name, found in by_name.items() if len(found) > 1]
    if problems:
        raise InputError(*problems)
    return [source.request(_below(options, name) if many else options) for name, (source,) in by_name.items()]


def _collision(name: str, sources: list[SourcedBundle]) -> Problem:
    spellings = ", ".join(f"{source.bundle.component.name} in {source.source}" for source in sources)
    return Problem(
        code="name-collision",
        message=f"these components all map to the name {name!r}: {spellings}",
        remedy="Rename one of them, or generate them into different output folders.",
        file=sources[-1].source,
        path="component.name",
    )
