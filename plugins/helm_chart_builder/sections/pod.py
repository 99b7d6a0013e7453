"""What the pods have beside their containers, and what the workload has around them."""

from typing import Any

from foundation.model.bundle.effective import EffectiveComponent
from foundation.model.bundle.groups.pod_fields import POD_FIELDS
from foundation.model.bundle.layer import Layer
from foundation.model.chart.shapes import WORKLOAD_FIELDS
from foundation.model.policy.platform import PlatformPolicy
from plugins.helm_chart_builder.sections.plain import fields, plain_list

#: Kinds whose pods the policy spreads over nodes and zones.
_SPREAD = frozenset({"Deployment", "StatefulSet"})


def pod_spec(settings: Layer) -> dict[str, Any]:
    """Return the further fields of the pods."""
    return fields(settings, POD_FIELDS)


def workload_spec(effective: EffectiveComponent, settings: Layer) -> dict[str, Any]:
    """Return the further fields of the workload."""
    return fields(settings, WORKLOAD_FIELDS.get(effective.workload, {}))


def topology_spread(effective: EffectiveComponent, settings: Layer, policy: PlatformPolicy) -> list[dict[str, Any]]:
    """Return how the pods are spread: as given, else over the policy's node labels."""
    if settings.topology_spread_constraints is not None:
        return plain_list(settings.topology_spread_constraints)
    if effective.workload not in _SPREAD:
        return []
    return [
        {"maxSkew": 1, "topologyKey": key, "whenUnsatisfiable": "ScheduleAnyway"}
        for key in policy.availability.spread_topology_keys
    ]
