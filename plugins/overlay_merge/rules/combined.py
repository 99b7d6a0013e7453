"""What settings must satisfy together; each rule returns its problems."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from foundation.model.bundle.bundle import Bundle
from foundation.model.bundle.effective import EffectiveEnvironment
from foundation.model.bundle.groups.services import ServicePort
from foundation.model.bundle.ports import served_ports
from foundation.model.chart.templates import TemplateSet
from foundation.model.errors import Problem
from foundation.model.names import AMBIGUOUS_WORDS, MAX_LABEL, MAX_RELEASE, dns_label
from plugins.overlay_merge.merging import SourcedLayer
from plugins.overlay_merge.places import setting_path
from plugins.overlay_merge.rules.clashes import clash_rules
from plugins.overlay_merge.rules.containers import container_rules
from plugins.overlay_merge.rules.devices import device_problems
from plugins.overlay_merge.rules.external import external_problems
from plugins.overlay_merge.rules.images import image_problems
from plugins.overlay_merge.rules.mesh import mesh_problems
from plugins.overlay_merge.rules.metadata import annotation_problems, label_problems
from plugins.overlay_merge.rules.references import reference_rules
from plugins.overlay_merge.rules.replacement import replacement_problems
from plugins.overlay_merge.rules.routes import route_problems
from plugins.overlay_merge.rules.scaling import scaling_rules
from plugins.overlay_merge.rules.secrets import secret_reference_problems
from plugins.overlay_merge.rules.variables import variable_problems
from plugins.overlay_merge.watching import Rule

#: Settings that need a resource of the chart template, by setting: (values section, what it is).
_NEEDS_SECTION = {
    "enable_ingress": ("ingress", "an Ingress"),
    "ingress": ("ingress", "an Ingress"),
    "tls_secret_name": ("ingress", "an Ingress"),
    "traffic": ("ingress", "an Ingress"),
    "gateway": ("gateway", "a route of the Gateway API"),
    "virtual_service": ("virtualService", "a VirtualService"),
    "service_mesh_enabled": ("peerAuthentication", "a part in a service mesh"),
    "enable_keda": ("keda", "an event scaler"),
    "keda": ("keda", "an event scaler"),
    "enable_hpa": ("autoscaling", "an autoscaler"),
    "autoscale": ("autoscaling", "an autoscaler"),
    "ports": ("service", "a Service"),
    "service": ("service", "a Service"),
    "services": ("service", "a Service"),
    "pod_management_policy": ("headlessService", "a StatefulSet"),
    "claim_retention": ("headlessService", "a StatefulSet"),
    "headless_service": ("headlessService", "a StatefulSet"),
    "min_ready_seconds": ("workloadSpec", "a roll-out"),
    "disruption_budget": ("podDisruptionBudget", "a PodDisruptionBudget"),
    "job": ("job", "a Job"),
    "schedule": ("cronJob", "a CronJob"),
}


def name_problems(slug: str, namespace: str, bundle: Bundle) -> Iterator[Problem]:
    """The mapped names must fit the API's limits (see ``foundation.model.names``)."""
    for value, limit, what in ((slug, MAX_RELEASE, "object name"), (namespace, MAX_LABEL, "namespace")):
        if not 0 < len(value) <= limit:
            yield Problem(
                code="name-too-long",
                message=f"{bundle.component.name!r} maps to the {what} {value!r} of {len(value)} characters; "
                f"1 to {limit} are allowed",
                remedy="Choose a shorter name.",
                path="component.name",
            )
    if bundle.namespace and bundle.tenants and "{tenant}" not in bundle.namespace:
        yield Problem(
            code="namespace-of-all-tenants",
            message=f"every tenant would have the namespace {bundle.namespace!r}, and the same objects in it",
            remedy="Say {tenant} in it, as in shop-{tenant}.",
            path="namespace",
        )
    if slug in AMBIGUOUS_WORDS:
        yield Problem(
            code="name-ambiguous",
            message=f"{bundle.component.name!r} maps to {slug!r}, which YAML reads as something else than text",
            remedy="Choose another name.",
            path="component.name",
        )


def unsupported(bundle: Bundle, templates: TemplateSet, layers: list[SourcedLayer]) -> Iterator[Problem]:
    """A setting that the chart template has no resource for must not be lost silently."""
    sections = {section for resource in templates.resources for section in resource.sections}
    for layer in layers:
        for setting, (section, what) in _NEEDS_SECTION.items():
            if layer.prefix and layer.settings.get(setting) and section not in sections:
                yield Problem(
                    code="setting-not-supported",
                    message=f"a {bundle.component.type} has no {what.removeprefix('an ').removeprefix('a ')}, "
                    f"so {setting} means nothing",
                    remedy=f"Remove {setting}, or choose a component type with {what}.",
                    path=setting if layer.prefix == "-" else f"{layer.prefix}.{setting}",
                )


def environment_rules(bundle: Bundle, templates: TemplateSet, environment: EffectiveEnvironment) -> list[Rule]:
    """Return what the merged settings of one environment must satisfy, one rule after the other.

    Each is asked by itself, so that it is known what it looked at.
    """

    def slug() -> str:
        return templates.policy.naming.chart.format(component=dns_label(bundle.component.name))

    def workload() -> str:
        return templates.chart.workload

    return [
        *scaling_rules(workload, environment),
        lambda: replacement_problems(workload(), environment),
        lambda: image_problems(environment),
        lambda: _port_of_traffic(environment),
        lambda: _port_of_transport(bundle, templates, environment),
        lambda: _every_port_once(environment),
        lambda: route_problems(bundle.component.transport, environment),
        lambda: mesh_problems(workload(), templates.policy, environment),
        lambda: secret_reference_problems(environment),
        lambda: _telemetry(environment),
        lambda: external_problems(environment),
        *container_rules(environment),
        *clash_rules(slug, workload, environment),
        lambda: variable_problems(environment),
        lambda: label_problems(environment),
        lambda: annotation_problems(environment),
        lambda: device_problems(environment),
        *reference_rules(slug, environment),
        lambda: _schedule(workload(), environment),
    ]


def _schedule(workload: str, environment: EffectiveEnvironment) -> Iterator[Problem]:
    if workload == "CronJob" and environment.settings.schedule is None:
        yield Problem(
            code="missing-key",
            message="a cronjob needs a schedule",
            remedy='Add component.schedule, such as "0 3 * * *".',
            path="component.schedule",
        )


def _port_of_traffic(environment: EffectiveEnvironment) -> Iterator[Problem]:
    if environment.settings.enable_ingress and not environment.settings.ports:
        yield Problem(
            code="ingress-without-port",
            message=f"enable_ingress in {environment.name} needs a port to send traffic to",
            remedy="Give the component a port, or switch enable_ingress off.",
            path=setting_path("enable_ingress", environment),
        )


def _port_of_transport(bundle: Bundle, templates: TemplateSet, environment: EffectiveEnvironment) -> Iterator[Problem]:
    serves = any("service" in resource.sections for resource in templates.resources)
    if bundle.component.transport == "tcp" and serves and not environment.settings.ports:
        yield Problem(
            code="missing-key",
            message="transport tcp has no default port",
            remedy="Add component.ports.",
            path="component.ports",
        )


def _every_port_once(environment: EffectiveEnvironment) -> Iterator[Problem]:
    yield from _ports_twice(served_ports(environment.settings), "ports", environment.name)
    for further in environment.settings.services or []:
        yield from _ports_twice(further.ports or [], f"services[{further.name}].ports", environment.name)


def _ports_twice(ports: Sequence[ServicePort], place: str, environment: str) -> Iterator[Problem]:
    names: dict[tuple[str, int | None], list[str]] = defaultdict(list)
    for port in ports:
        names[port.protocol, port.port].append(port.name)
    for (protocol, number), served in names.items():
        if len(served) > 1:
            yield Problem(
                code="port-twice",
                message=f"port {number}/{protocol} is served twice in {environment}",
                remedy="Give each port its own number.",
                path=f"component.{place}[{served[-1]}].port",
            )


def _telemetry(environment: EffectiveEnvironment) -> Iterator[Problem]:
    observability = environment.settings.observability
    if observability and observability.otel_enabled and not observability.otel_endpoint:
        yield Problem(
            code="missing-key",
            message=f"otel_enabled in {environment.name} needs an otel_endpoint",
            remedy="Add observability.otel_endpoint, or switch otel_enabled off.",
            path="observability.otel_enabled",
        )
