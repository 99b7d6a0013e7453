"""The plugins of the kernel."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TextIO

from agent.bootstrap.clocks import clock
from agent.bootstrap.programs import kubectl_use
from agent.bootstrap.sinks import build_sinks
from agent.settings import Settings
from foundation.catalog.library import TemplateLibrary
from foundation.helm.engine import HelmEngine

if TYPE_CHECKING:
    from agent.execution.filters.gate import Gate


def all_plugins(
    settings: Settings,
    library: TemplateLibrary,
    helm: HelmEngine,
    gate: "Gate",
    confined: bool,
    event_stream: TextIO | None,
    log: Any,
) -> dict[str, Any]:
    """Wire the plugins that most runs need, by name.

    Args:
        settings: the settings.
        library: templates and policies.
        helm: the Helm engine.
        gate: lets only bytes be saved that passed.
        confined: whether artifacts may only be saved below the workspace.
        event_stream: text stream that gets the events too.
        log: takes warnings.
    """
    from plugins.artifact_emitter.plugin import ArtifactEmitterPlugin
    from plugins.event_emitter.buses.bus import EventBus
    from plugins.event_emitter.buses.files import FileBus
    from plugins.event_emitter.buses.stdout import StreamBus
    from plugins.event_emitter.plugin import EventEmitterPlugin

    buses: list[EventBus] = [FileBus(settings.state_dir)]
    if event_stream is not None:
        buses.append(StreamBus(event_stream))
    return {
        **building_plugins(settings, library, helm, log.warning),
        "artifact_emitter": ArtifactEmitterPlugin(build_sinks(settings, confined), gate.require_passed),
        "event_emitter": EventEmitterPlugin(buses, clock(settings)),
    }


def building_plugins(
    settings: Settings, library: TemplateLibrary, helm: HelmEngine, warn: Callable[..., Any] = lambda *_, **__: None
) -> dict[str, Any]:
    """Wire the plugins that build and validate; none of them saves or announces anything.

    Args:
        settings: the settings.
        library: templates and policies.
        helm: the Helm engine.
        warn: takes a warning.
    """
    from memory.optional import OptionalTraceStore
    from memory.sqlite import SqliteTraceStore
    from plugins.helm_chart_builder.plugin import HelmChartBuilderPlugin
    from plugins.k8s_validator.plugin import K8sValidatorPlugin
    from plugins.kustomize_builder.plugin import KustomizeBuilderPlugin
    from plugins.otel_injection.plugin import OtelInjectionPlugin
    from plugins.overlay_merge.plugin import OverlayMergePlugin
    from plugins.post_processor.plugin import PostProcessorPlugin
    from plugins.security_context_builder.plugin import SecurityContextBuilderPlugin
    from plugins.template_resolver.plugin import TemplateResolverPlugin
    from plugins.trace_metadata_injector.plugin import TraceMetadataInjectorPlugin

    store = OptionalTraceStore(SqliteTraceStore(settings.state_dir / "memory.sqlite"), warn)
    now = clock(settings)
    return {
        "template_resolver": TemplateResolverPlugin(library),
        "overlay_merge": OverlayMergePlugin(),
        "trace_metadata_injector": TraceMetadataInjectorPlugin(store, lambda: library.policy.default_tenant, now),
        "security_context_builder": SecurityContextBuilderPlugin(),
        "otel_injection": OtelInjectionPlugin(),
        "helm_chart_builder": HelmChartBuilderPlugin(helm),
        "kustomize_builder": KustomizeBuilderPlugin(),
        "post_processor": PostProcessorPlugin(),
        "k8s_validator": K8sValidatorPlugin(helm, settings.yamllint, now, kubectl_use(settings), settings.schema_path),
    }
