"""What the platform's own manifests say of OpenTelemetry: back from variables and collector to settings."""

import re
from typing import Any

from agent.importing.attach import Workload
from agent.importing.draft import Draft
from agent.importing.objects import SourceObject, mapping, mappings, text, texts
from agent.importing.own_manifests import is_ours
from agent.importing.reading import yaml_mapping

_COLLECTOR = "otel-collector"


def map_telemetry(draft: Draft, workload: Workload) -> set[str]:
    """Map the telemetry of a workload that this agent generated.

    Returns:
        Names of the ConfigMaps and volumes that belong to it, for which nothing else has to be done.
    """
    name = f"{draft.slug}-otel"
    sources: list[dict[str, Any]] = mappings(draft.settings.get("env_from"))
    reference = {"configMapRef": {"name": name}}
    settings = workload.named("ConfigMap", name)
    if not is_ours(workload.object) or settings is None or reference not in sources:
        return set()
    sources.remove(reference)
    _keep(draft, "env_from", sources)
    sidecars = mappings(draft.settings.get("sidecars"))
    _keep(draft, "sidecars", [sidecar for sidecar in sidecars if sidecar.get("name") != _COLLECTOR])
    collector = workload.named("ConfigMap", f"{draft.slug}-{_COLLECTOR}")
    draft.settings["observability"] = _observability(texts(settings.data.get("data")), collector)
    ratio = text(texts(settings.data.get("data")).get("OTEL_TRACES_SAMPLER_ARG"))
    if re.fullmatch(r"[0-9]+(\.[0-9]+)?", ratio):
        draft.settings["otel_sampling"] = _number(round(float(ratio) * 100, 4))
    return {name, f"{draft.slug}-{_COLLECTOR}", _COLLECTOR}


def _observability(variables: dict[str, str], collector: SourceObject | None) -> dict[str, Any]:
    endpoint = variables.get("OTEL_EXPORTER_OTLP_ENDPOINT")
    if collector is not None:
        configuration = yaml_mapping(texts(collector.data.get("data")).get("collector.yaml", ""))
        exporters = mapping(configuration.get("exporters"))
        endpoint = next((text(mapping(one).get("endpoint")) for one in exporters.values()), endpoint)
    return {
        "otel_enabled": True,
        "otel_exporter": variables.get("OTEL_TRACES_EXPORTER", "otlp"),
        "otel_endpoint": endpoint,
        "propagation": variables.get("TRACE_PROPAGATION_FIELDS", ""),
        "otel_sidecar": collector is not None,
    }


def _number(value: float) -> int | float:
    return int(value) if value.is_integer() else value


def _keep(draft: Draft, setting: str, value: list[Any]) -> None:
    if value:
        draft.settings[setting] = value
    else:
        draft.settings.pop(setting, None)
