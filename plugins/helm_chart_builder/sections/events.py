"""Scaling by events: KEDA's ScaledObject or ScaledJob, and what its triggers log in with."""

from typing import Any

from agent.model.chart_values import Keda, TriggerAuthentication
from agent.model.effective import EffectiveComponent, EffectiveEnvironment
from agent.model.overlay import Overlay
from agent.model.policy import PlatformPolicy
from agent.model.settings import keda as wanted
from plugins.helm_chart_builder.sections.plain import plain
from plugins.helm_chart_builder.sections.secrets import secret_name


def event_scaling(settings: Overlay) -> Keda:
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
