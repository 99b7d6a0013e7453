"""What several components, or one for several tenants, would publish under the same host and path in one run.

Each run knows its own component alone, so this is asked before any of them; what one component has twice is for the
gate (`host-path-twice`).
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from foundation.model.bundle.effective import EffectiveComponent, EffectiveEnvironment
from foundation.model.chart.templates import TemplateSet
from foundation.model.errors import AgentError, Problem
from foundation.model.policy.platform import PlatformPolicy
from foundation.model.run.request import GenerationRequest
from foundation.source.locate import locate
from plugins.helm_chart_builder.sections.ingress import ingress
from plugins.helm_chart_builder.sections.routes import gateway, virtual_service
from plugins.k8s_validator.objects.entrances import Entrance, entrances
from plugins.overlay_merge.merge import merge_unchecked
from plugins.overlay_merge.setting_origins import origin_of_setting

#: Returns chart template, policy and profiles by the component's type and the template that its bundle names.
Templates = Callable[[str, str | None], TemplateSet]
#: Settings that may give a host, the plainest first.
_HOSTS = ("ingress.host", "ingress.hosts", "enable_ingress")


def host_collisions(requests: Sequence[GenerationRequest], *, templates: Templates) -> list[Problem]:
    """Return a problem for each component and tenant that takes a host and path of an earlier one.

    Args:
        requests: the requests of one run. What is wrong with one of them is for its own run to say.
        templates: returns the templates of a component.
    """
    owners: dict[tuple[str, tuple[str, str, str]], tuple[GenerationRequest, EffectiveComponent]] = {}
    found: dict[tuple[int, str], Problem] = {}
    for number, request in enumerate(requests):
        for effective, environment, entrance in _published(request, templates):
            owner = owners.setdefault((environment.name, entrance.key), (request, effective))
            if owner[0] is not request:
                problem = _problem(request, effective, environment, entrance, owner)
                found.setdefault((number, entrance.host), problem)
    return list(found.values())


def _published(
    request: GenerationRequest, templates: Templates
) -> Iterator[tuple[EffectiveComponent, EffectiveEnvironment, Entrance]]:
    bundle = request.bundle
    try:
        chosen = templates(bundle.component.type, bundle.template_id)
        effective = merge_unchecked(bundle, chosen, request.options.environments)
        for environment in effective.environments:
            for item in _objects(effective, environment, chosen.policy):
                yield from ((effective, environment, entrance) for entrance in entrances(item))
    except AgentError:
        return


def _objects(
    effective: EffectiveComponent, environment: EffectiveEnvironment, policy: PlatformPolicy
) -> Iterator[dict[str, Any]]:
    """Yield what publishes a component, as far as its entrances go."""
    metadata = {"namespace": effective.namespace}
    if not environment.settings.enable_ingress:
        return
    own = ingress(effective, environment, policy)
    if own.enabled:
        paths = [(host.host, [path.model_dump(by_alias=True) for path in host.paths]) for host in own.hosts]
        rules = [{"host": host, "http": {"paths": entries}} for host, entries in paths]
        spec: dict[str, Any] = {"ingressClassName": own.class_name, "rules": rules}
        yield {"kind": "Ingress", "metadata": {**metadata, "annotations": own.annotations}, "spec": spec}
    routes = gateway(effective, environment, policy)
    for route in routes.routes:
        spec = {"parentRefs": routes.parent_refs, "hostnames": route.hostnames, "rules": route.rules}
        yield {"kind": route.kind, "metadata": metadata, "spec": spec}
    virtual = virtual_service(effective, environment, policy)
    for one in virtual.routes:
        spec = {"gateways": virtual.gateways, "hosts": one.hosts, "http": one.http}
        yield {"kind": "VirtualService", "metadata": metadata, "spec": spec}


def _problem(
    request: GenerationRequest,
    effective: EffectiveComponent,
    environment: EffectiveEnvironment,
    entrance: Entrance,
    owner: tuple[GenerationRequest, EffectiveComponent],
) -> Problem:
    origins = (origin_of_setting(environment, setting) for setting in _HOSTS)
    place = next((origin.path for origin in origins if origin is not None and origin.path is not None), None)
    theirs = f"{owner[1].name} (tenant {owner[1].tenant}, {owner[0].source})"
    problem = Problem(
        code="host-collision",
        message=f"{effective.name} of the tenant {effective.tenant} would have {entrance.host} "
        f"{entrance.match.strip()} of {entrance.by} in {environment.name}, which is that of {theirs}",
        remedy="Give one of them another ingress.host or path, in its tenant's or its environment's layer, "
        "or name the tenant in the policy's tenant_hosts (policies/ingress.yaml).",
        path=place or "component.enable_ingress",
    )
    return locate(problem, request.source, request.locations, request.assigned)
