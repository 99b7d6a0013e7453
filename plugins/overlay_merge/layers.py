"""The layers of a component, lowest first.

platform < platform by type < chart template < environment profile < bundle-wide settings < application < component
< application environment < environment < tenant < tenant environment
"""

from typing import Any

from foundation.model.bundle.bundle import Bundle, MemberBundle
from foundation.model.bundle.layer import Layer, TenantLayer
from foundation.model.chart.templates import TemplateSet
from plugins.overlay_merge.environments import by_canonical_name
from plugins.overlay_merge.merging import SourcedLayer

_IDENTITY = {"name", "type", "transport", "novel_type"}
_BUNDLE_WIDE = (
    "observability",
    "security_profile",
    "service_mesh_enabled",
    "existing_config_map_refs",
    "tls_secret_name",
)


def layers_of(
    bundle: Bundle, templates: TemplateSet, tenant: str, environment: str | None, profile: str
) -> list[SourcedLayer]:
    """Return the layers of one environment, or of none.

    Args:
        bundle: the bundle.
        templates: policy and profiles.
        tenant: the tenant to generate for.
        environment: canonical name; ``None`` leaves every environment's layer out.
        profile: name whose profile and layers stand in for the environment, usually its own.
    """
    policy = templates.policy
    layers = [SourcedLayer("platform", "", _data(policy.defaults))]
    for kind in dict.fromkeys((bundle.component.type, templates.chart.like)):
        if kind in policy.defaults_by_type:
            layers.append(SourcedLayer(f"platform, type {kind}", "", _data(policy.defaults_by_type[kind])))
            break
    if templates.chart.defaults is not None:
        layers.append(SourcedLayer(f"template {templates.chart.id}", "", _data(templates.chart.defaults)))
    if environment is not None and profile in templates.profiles:
        layers.append(SourcedLayer(f"profile {profile}", "", _profile(templates, profile)))
    layers.append(SourcedLayer("bundle", "-", _bundle_wide(bundle)))
    shared = bundle.application if isinstance(bundle, MemberBundle) else None
    if shared is not None:
        layers.append(SourcedLayer("application", "application.shared", _data(shared.shared)))
    layers.append(SourcedLayer("component", "component", _component(bundle)))
    if shared is not None:
        prefix = "application.environments"
        layers += _environment_layer(shared.environments, templates, environment, profile, prefix, "application")
    layers += _environment_layer(bundle.environments, templates, environment, profile, "environments", "environment")
    if shared is not None:
        layers += _tenant_layers(shared.tenants, templates, tenant, environment, profile, "application.")
    layers += _tenant_layers(bundle.tenants, templates, tenant, environment, profile, "")
    return layers


def _tenant_layers(
    tenants: dict[str, TenantLayer],
    templates: TemplateSet,
    tenant: str,
    environment: str | None,
    profile: str,
    place: str,
) -> list[SourcedLayer]:
    layer = tenants.get(tenant)
    if layer is None:
        return []
    label, prefix = f"{place.replace('.', ' ')}tenant {tenant}", f"{place}tenants.{tenant}"
    inside = layer.environments or {}
    return [
        SourcedLayer(label, prefix, _data(layer, {"environments"})),
        *_environment_layer(inside, templates, environment, profile, f"{prefix}.environments", f"{label} environment"),
    ]


def _profile(templates: TemplateSet, name: str) -> dict[str, Any]:
    # More pods of a stateful service mean another layout of its data: that is asked for, not a habit of production.
    excluded = {"enable_hpa", "autoscale"} if templates.chart.workload == "StatefulSet" else None
    return _data(templates.profiles[name], excluded)


def _environment_layer(
    layers: dict[str, Layer], templates: TemplateSet, environment: str | None, profile: str, prefix: str, label: str
) -> list[SourcedLayer]:
    known = by_canonical_name(layers, templates.policy.environments, prefix)
    if environment is None or profile not in known:
        return []
    spelling, layer = known[profile]
    return [SourcedLayer(f"{label} {profile}", f"{prefix}.{spelling}", _data(layer))]


def _component(bundle: Bundle) -> dict[str, Any]:
    # Asked of the bundle, which can be written as it is: a component by itself would be made ready for that first.
    dumped = bundle.model_dump(
        by_alias=True, exclude_unset=True, include={"component"}, exclude={"component": _IDENTITY}
    )
    settings: dict[str, Any] = dumped["component"]
    # In the component itself a null value is Kubernetes' own way to say "empty", not a removal.
    for variable in settings.get("env") or []:
        if variable.get("value", "") is None:
            del variable["value"]
    return settings


def _bundle_wide(bundle: Bundle) -> dict[str, Any]:
    return bundle.model_dump(by_alias=True, exclude_unset=True, include=set(_BUNDLE_WIDE))


def _data(layer: Layer, exclude: set[str] | None = None) -> dict[str, Any]:
    return layer.model_dump(by_alias=True, exclude_unset=True, exclude=exclude)
