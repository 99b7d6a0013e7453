"""Scaling by events: KEDA's ScaledObject or ScaledJob, and what its triggers log in with."""

from typing import Any

from foundation.model.bundle.effective import EffectiveComponent, EffectiveEnvironment
from foundation.model.bundle.groups import keda as wanted
from foundation.model.bundle.layer import Layer
from foundation.model.chart.values import Keda, TriggerAuthentication
from foundation.model.policy.platform import PlatformPolicy
from plugins.helm_chart_builder.sections.plain import plain
from plugins.helm_chart_builder.sections.secrets import secret_name


def event_scaling(settings: Layer) -> Keda:
    """Return the spec of the ScaledObject or ScaledJob without its target."""
    spec = plain(settings.keda) if settings.enable_keda else {}
    spec.pop("authentications", None)
    return Keda(enabled=bool(settings.enable_keda), spec=spec)


def trigger_authentications(
    effective: EffectiveComponent, environment: EffectiveEnvironment, policy: PlatformPolicy
) -> list[TriggerAuthentication]:
    """Return the TriggerAuthentications; a Secret without a name is the naming policy's."""
    settings = environment.settings
    given = settings.keda.authentications if settings.enable_keda and settings.keda else None

    def spec(authentication: wanted.TriggerAuthentication) -> dict[str, Any]:
        data = plain(authentication)
        del data["name"]
        for target in data.get("secretTargetRef", []):
            target["name"] = secret_name(target.get("name"), effective, environment, policy)
        return data

    return [TriggerAuthentication(name=each.name, spec=spec(each)) for each in given or []]
