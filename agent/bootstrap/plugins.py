"""The plugins of the kernel."""

from collections.abc import Callable
from functools import partial
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any, TextIO

from agent.bootstrap.attesting import build_attestor
from agent.bootstrap.clocks import clock
from agent.bootstrap.events import build_emitter
from agent.bootstrap.gate_setup import build_gate_setup
from agent.bootstrap.memory import build_recorder
from agent.settings import Settings
from foundation.catalog.library import TemplateLibrary
from foundation.helm.engine import HelmEngine
from foundation.model.parts import PARTS

if TYPE_CHECKING:
    from agent.execution.filters.gate import Gate
    from agent.execution.recording.recorder import Recorder
    from agent.execution.upgrades import Upgrades
    from agent.logs import Log
    from plugins.artifact_emitter.sinks.by_kind import SinksByKind
    from plugins.k8s_validator.lint.memory import LintMemory


def all_plugins(
    settings: Settings,
    library: TemplateLibrary,
    helm: HelmEngine,
    gate: "Gate",
    sinks: "SinksByKind",
    upgrades: "Upgrades",
    event_stream: TextIO | None,
    log: "Log",
    linted: "LintMemory | None" = None,
    recorder: "Recorder | None" = None,
) -> dict[str, Any]:
    """Wire the plugins that most runs need, by name.

    Args:
        settings: the settings.
        library: templates and policies.
        helm: the Helm engine.
        gate: lets only bytes be saved that passed.
        sinks: save and publish at any destination.
        upgrades: holds what is to be saved against what it replaces.
        event_stream: text stream that gets the events too.
        log: takes warnings.
        linted: what helm lint accepted before; without it Helm lints each chart.
        recorder: gives memory what runs leave; by default one is made.
    """
    from plugins.artifact_emitter.plugin import ArtifactEmitterPlugin
    from plugins.event_emitter.plugin import EventEmitterPlugin

    return {
        **building_plugins(settings, library, helm, log.warning, linted, recorder),
        "artifact_emitter": ArtifactEmitterPlugin(sinks, gate.require_passed, build_attestor(settings), upgrades),
        "event_emitter": EventEmitterPlugin(build_emitter(settings, event_stream, recorder)),
    }


def building_plugins(
    settings: Settings,
    library: TemplateLibrary,
    helm: HelmEngine,
    warn: Callable[..., Any] = lambda *_, **__: None,
    linted: "LintMemory | None" = None,
    recorder: "Recorder | None" = None,
) -> dict[str, Any]:
    """Wire the plugins that build and validate; none of them saves or announces anything.

    Args:
        settings: the settings.
        library: templates and policies.
        helm: the Helm engine.
        warn: takes a warning.
        linted: what helm lint accepted before; without it Helm lints each chart.
        recorder: gives memory what runs leave; by default one is made.
    """
    from plugins.helm_chart_builder.plugin import HelmChartBuilderPlugin
    from plugins.k8s_validator.plugin import K8sValidatorPlugin
    from plugins.otel_injection.plugin import OtelInjectionPlugin
    from plugins.overlay_merge.plugin import OverlayMergePlugin
    from plugins.post_processor.plugin import PostProcessorPlugin
    from plugins.security_context_builder.plugin import SecurityContextBuilderPlugin
    from plugins.template_resolver.plugin import TemplateResolverPlugin
    from plugins.trace_metadata_injector.plugin import TraceMetadataInjectorPlugin

    traces, now = recorder or build_recorder(settings, library, warn), clock(settings)
    return {
        "template_resolver": TemplateResolverPlugin(library),
        "overlay_merge": OverlayMergePlugin(),
        "trace_metadata_injector": TraceMetadataInjectorPlugin(traces, lambda: library.policy.default_tenant, now),
        "security_context_builder": SecurityContextBuilderPlugin(),
        "otel_injection": OtelInjectionPlugin(),
        "helm_chart_builder": HelmChartBuilderPlugin(helm),
        "post_processor": PostProcessorPlugin(),
        "k8s_validator": K8sValidatorPlugin(partial(build_gate_setup, settings, helm, linted=linted)),
    }


def part_builders() -> dict[str, Callable[[], Any]]:
    """Return what makes the plugins of the output parts that need no wiring, by name; a run loads those it wants."""
    return {part.plugin: partial(_made, part.builder) for part in PARTS if part.builder}


def _made(builder: str) -> Any:
    return resolve_name(builder)()
