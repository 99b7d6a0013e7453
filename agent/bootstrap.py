"""The only place where objects are wired together. Nothing is constructed at import."""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agent.helm.engine import HelmEngine
from agent.helm.errors import HelmMissingError
from agent.kubectl.program import KubectlUse
from agent.model.errors import AgentError, InputError, OutsideError, Problem
from agent.prompting.library import PromptLibrary
from agent.settings import Settings, load_settings
from plugins.template_resolver.cache import TemplateCache
from plugins.template_resolver.folder import TemplateFolder
from plugins.template_resolver.library import TemplateLibrary

if TYPE_CHECKING:
    from semantic_kernel.connectors.ai.chat_completion_client_base import ChatCompletionClientBase

    from agent.evaluation.examiner import Examiner
    from agent.execution.rehearsal import Rehearsal
    from agent.execution.runner import Planner, Runner
    from agent.language_model.budget import RunBudget
    from agent.language_model.connection import Connection
    from agent.language_model.model import LanguageModel
    from agent.model.bundle import Bundle
    from agent.model.conversation import ModelIdentity
    from agent.model.policy import PlatformPolicy
    from agent.model.request import Options
    from agent.model.templates import TemplateSet
    from plugins.llm_template_expander.conversation import Drafting
    from plugins.llm_template_expander.examination import Rehearsed
    from plugins.llm_template_expander.locks import DraftLocks
    from plugins.llm_template_expander.plugin import LlmTemplateExpanderPlugin
    from plugins.prompt_based_validator.plugin import PromptBasedValidatorPlugin


@dataclass(frozen=True)
class Agent:
    """The wired agent.

    Attributes:
        settings: what it was wired from.
        library: templates and policies.
        helm: the Helm engine.
        runner: generates components.
        begin_run: begins a run of a process that makes several: the budget for models is whole again.
    """

    settings: Settings
    library: TemplateLibrary
    helm: HelmEngine
    runner: "Runner"
    begin_run: Callable[[], None]


def builtin_templates() -> Path:
    """Return the template folder that comes with the package, or with a checkout."""
    return _builtin("templates")


def builtin_prompts() -> Path:
    """Return the prompt folder that comes with the package, or with a checkout."""
    return _builtin("prompts")


def _builtin(name: str) -> Path:
    here = Path(__file__).resolve().parent
    packaged = here / "data" / name
    return packaged if packaged.is_dir() else here.parent / name


def build_library(settings: Settings) -> TemplateLibrary:
    """Wire the template folders: those of the settings first, the built-in one last."""
    named = [Path(part) for part in settings.template_path.split(os.pathsep) if part]
    cache = TemplateCache(settings.state_dir / "templates", _warn_of(settings))
    return TemplateLibrary([TemplateFolder(path, cache) for path in (*named, builtin_templates())])


def _warn_of(settings: Settings) -> Callable[[str], None]:
    def warn(message: str) -> None:
        # Imported here: most runs have nothing to say.
        from agent.telemetry import configure_logging

        configure_logging(settings.log_level).warning(message)

    return warn


def build_prompts(settings: Settings) -> PromptLibrary:
    """Wire the prompt folders: those of the settings first, the built-in one last."""
    named = [Path(part) for part in settings.prompt_path.split(os.pathsep) if part]
    return PromptLibrary([*named, builtin_prompts()])


def build_language_model(settings: Settings, budget: "RunBudget") -> "LanguageModel":
    """Wire the model that the settings name.

    Args:
        settings: the settings.
        budget: what the run may spend.

    Raises:
        InputError: the settings name no model, or a setting or the price table is missing.
    """
    # Imported here: without a model no connector is loaded.
    from agent.language_model.model import LanguageModel

    identity = build_connection(settings, settings.model_name).identity
    return LanguageModel(build_chat_services(settings, budget)(identity), identity)


def build_budget(settings: Settings, prompts: PromptLibrary) -> "RunBudget":
    """Wire the budget of a run.

    Args:
        settings: the settings.
        prompts: hold the price table.
    """
    from agent.language_model.budget import Budget, BudgetLimits, RunBudget

    limits = BudgetLimits(
        calls=settings.model_max_calls, tokens=settings.model_max_tokens, cost=settings.model_max_cost or None
    )
    return RunBudget(lambda: Budget(limits, prompts.prices))


def build_connection(settings: Settings, model: str) -> "Connection":
    """Return how to reach a model at the endpoint of the settings.

    Raises:
        InputError: the settings name no provider, or lack something.
    """
    from agent.language_model.connection import Connection, check

    if settings.model_provider == "none":
        problem = Problem(
            code="model-setting-missing",
            message="no language model is set up",
            remedy="Set INFRA_ENGINEER_MODEL_PROVIDER and what belongs to it; see .env.example.",
            file="environment",
            path="INFRA_ENGINEER_MODEL_PROVIDER",
        )
        raise InputError(problem)
    connection = Connection(
        provider=settings.model_provider,
        model=model,
        base_url=settings.model_base_url,
        api_key=settings.model_api_key,
        api_version=settings.model_api_version,
        timeout=settings.model_timeout_seconds,
    )
    check(connection)
    return connection


def build_chat_services(
    settings: Settings, budget: "RunBudget"
) -> "Callable[[ModelIdentity], ChatCompletionClientBase]":
    """Return what connects to models: guarded, retried, traced, and all within one budget.

    Raises:
        InputError: the price table is missing.
    """
    from agent.language_model.connection import connect
    from agent.language_model.guard import CallGuard
    from agent.language_model.metered import MeteredChat
    from agent.language_model.retry import RetryPolicy

    spent_from = budget.current()

    def service(identity: "ModelIdentity") -> "ChatCompletionClientBase":
        return MeteredChat(
            ai_model_id=identity.model,
            inner=connect(build_connection(settings, identity.model)),
            identity=identity,
            priced_as=settings.model_priced_as or identity.model,
            guard=CallGuard(settings.model_calls, settings.forbid_model_calls),
            budget=spent_from,
            retry=RetryPolicy(settings.model_retries),
            deadline=settings.model_timeout_seconds,
        )

    return service


def build_examiners(settings: Settings | None = None) -> "dict[str, Examiner]":
    """Return what knows the meaning of each prompt's bundles and answers, by prompt.

    Args:
        settings: the settings; those of the environment by default.
    """
    from agent.evaluation.examiner import ArgumentsOnly
    from agent.model.request import Options
    from agent.prompting.arguments import planning_arguments
    from plugins.llm_template_expander.examiner import DraftExaminer

    chosen = settings or load_settings()
    library = build_library(chosen)
    drafts = DraftExaminer(
        lambda: library.drafts, lambda: _drafting(chosen, library, lambda: build_helm(chosen), Options())
    )
    return {"expansion": drafts, "repair": drafts, "input": ArgumentsOnly(planning_arguments)}


def build_helm(settings: Settings) -> HelmEngine:
    """Choose the Helm engine.

    Raises:
        HelmMissingError: the wanted engine is not there.
    """
    if settings.helm_engine != "binary":
        try:
            from agent.helm.native import NativeHelmEngine

            return NativeHelmEngine()
        except Exception as error:
            if settings.helm_engine == "native":
                raise _no_helm(f"the in-process engine cannot be loaded: {error}") from error
    executable = shutil.which(settings.helm_binary)
    if executable is None:
        raise _no_helm(f"the program {settings.helm_binary!r} was not found")
    from agent.helm.binary import BinaryHelmEngine

    return BinaryHelmEngine(executable)


def _no_helm(message: str) -> HelmMissingError:
    remedy = "Install helm-python-sdk, or helm 3 or 4; `doctor` shows what there is."
    return HelmMissingError(Problem(code="helm-missing", message=message, remedy=remedy))


def kubectl_use(settings: Settings) -> KubectlUse:
    """Return what the settings want of kubectl."""
    return KubectlUse(settings.kubectl, settings.kubectl_dry_run, settings.kubeconfig)


def clock(settings: Settings) -> Callable[[], str]:
    """Return the clock of events: now, or the fixed time of SOURCE_DATE_EPOCH."""

    def now() -> str:
        fixed = settings.source_date_epoch
        moment = datetime.fromtimestamp(fixed, UTC) if fixed is not None else datetime.now(UTC)
        return moment.strftime("%Y-%m-%dT%H:%M:%SZ")

    return now


def today(settings: Settings) -> date:
    """Return the day, by the clock of events, that the expiry of exceptions is held against."""
    return date.fromisoformat(clock(settings)()[:10])


def announce_rejection(settings: Settings, source: str, error: AgentError) -> None:
    """Emit the failure event of bundles that could not even be read, without loading the kernel.

    Args:
        settings: the settings.
        source: what was to be generated, as the user named it.
        error: what is wrong with it; if the event cannot be written, that is added to its problems.
    """
    from plugins.event_emitter.buses.files import FileBus
    from plugins.event_emitter.payloads import generation_failed

    event = generation_failed(None, source, error.failure, list(error.problems), 1, clock(settings)())
    try:
        FileBus(settings.state_dir).publish([event], None)
    except OutsideError as lost:
        error.problems = (*error.problems, *lost.problems)


def build_agent(
    settings: Settings,
    *,
    confined: bool = False,
    event_stream: Any = None,
    language_model: "LanguageModel | None" = None,
) -> Agent:
    """Wire the agent.

    Args:
        settings: the settings.
        confined: whether artifacts may only be saved below the workspace.
        event_stream: text stream that gets the events too.
        language_model: a model instead of that of the settings, such as a recorded one.

    Raises:
        HelmMissingError: there is no Helm.
    """
    # Imported here, because Semantic Kernel takes a second or more to load.
    from semantic_kernel import Kernel
    from semantic_kernel.filters import FilterTypes

    from agent.execution.auto import AutoInvocations
    from agent.execution.engine import Engine
    from agent.execution.gate import Gate
    from agent.execution.runner import Runner
    from agent.telemetry import configure_logging

    log = configure_logging(settings.log_level)
    library, helm, gate, kernel = build_library(settings), build_helm(settings), Gate(), Kernel()
    for name, plugin in _plugins(settings, library, helm, gate, confined, event_stream, log).items():
        kernel.add_plugin(plugin, plugin_name=name)
    kernel.add_filter(FilterTypes.FUNCTION_INVOCATION, gate.filter)
    kernel.add_filter(FilterTypes.AUTO_FUNCTION_INVOCATION, AutoInvocations().filter)

    def policy() -> "PlatformPolicy":
        return library.policy

    def report_crash(error: BaseException) -> None:
        log.error("internal error", exc_info=error)

    budget = build_budget(settings, build_prompts(settings))

    def model() -> "LanguageModel":
        return language_model or build_language_model(settings, budget)

    usable = language_model is not None or settings.model_provider != "none"
    further = {
        "llm_template_expander": lambda: _expander(settings, library, helm, model),
        "prompt_based_validator": lambda: _reviewer(settings, model),
    }
    runner = Runner(
        Engine(kernel, further),
        policy,
        report_crash,
        novel=lambda bundle: _novelty(settings, library, bundle, usable),
        planner=_planner(settings, library, model) if settings.planner == "model" else None,
        review=settings.review,
        last_resort=library.fall_back,
        spending=lambda: budget.spending,
    )
    return Agent(settings, library, helm, runner, budget.renew)


def _planner(settings: Settings, library: TemplateLibrary, model: "Callable[[], LanguageModel]") -> "Planner":
    from agent.planning.model import ModelPlanner

    def template_id(bundle: "Bundle") -> str:
        covered = bundle.template_id is not None or bundle.component.type in library.component_types
        return library.chart_for(bundle.component.type, bundle.template_id).id if covered else "none covers the type"

    return ModelPlanner(model, build_prompts(settings), template_id)


def _reviewer(settings: Settings, model: "Callable[[], LanguageModel]") -> "PromptBasedValidatorPlugin":
    from plugins.prompt_based_validator.plugin import PromptBasedValidatorPlugin

    return PromptBasedValidatorPlugin(model, build_prompts(settings))


def _novelty(settings: Settings, library: TemplateLibrary, bundle: "Bundle", usable: bool) -> str | None:
    """Say why a bundle's templates come from a draft; ``None`` if the catalog has to have them."""
    kind = bundle.component.type
    if bundle.template_id is not None or kind in library.component_types:
        return None
    # Imported here: bundles that the catalog covers need nothing of it.
    from agent.planning.novelty import is_misspelt

    if build_draft_locks(settings).find(bundle) is not None:
        return f"no template covers the type {kind}; there is a draft of this component"
    if not usable or is_misspelt(kind, library.component_types):
        return None
    return f"no template covers the type {kind}; a model drafts one, which then waits for approval"


def build_draft_locks(settings: Settings) -> "DraftLocks":
    """Wire the folder of lock files."""
    from plugins.llm_template_expander.locks import DraftLocks

    return DraftLocks(settings.workspace / settings.drafts_dir)


def _expander(
    settings: Settings, library: TemplateLibrary, helm: HelmEngine, model: "Callable[[], LanguageModel]"
) -> "LlmTemplateExpanderPlugin":
    from plugins.llm_template_expander.plugin import LlmTemplateExpanderPlugin

    async def draft(bundle: "Bundle", options: "Options") -> Any:
        # Imported here: a run with an approved draft needs no model and none of its modules.
        from plugins.llm_template_expander.drafts import draft_component

        kube_version = options.kube_version or library.policy.kubernetes_version
        return await draft_component(bundle, _drafting(settings, library, lambda: helm, options), model(), kube_version)

    return LlmTemplateExpanderPlugin(library, build_draft_locks(settings), draft)


def _drafting(
    settings: Settings, library: TemplateLibrary, helm: Callable[[], HelmEngine], options: "Options"
) -> "Drafting":
    from plugins.llm_template_expander.conversation import Drafting

    @cache
    def rehearsal() -> "Rehearsal":
        return _rehearsal(settings, library, helm(), options)

    async def rehearse(bundle: "Bundle", templates: "TemplateSet") -> "Rehearsed":
        return await rehearsal()(bundle, templates)

    return Drafting(build_prompts(settings), library, rehearse)


def _rehearsal(settings: Settings, library: TemplateLibrary, helm: HelmEngine, options: "Options") -> "Rehearsal":
    """Wire a kernel that can save and announce nothing."""
    from semantic_kernel import Kernel

    from agent.execution.engine import Engine
    from agent.execution.rehearsal import Rehearsal

    kernel = Kernel()
    for name, plugin in _building_plugins(settings, library, helm).items():
        kernel.add_plugin(plugin, plugin_name=name)
    return Rehearsal(Engine(kernel), library.policy, options)


def _plugins(
    settings: Settings,
    library: TemplateLibrary,
    helm: HelmEngine,
    gate: Any,
    confined: bool,
    event_stream: Any,
    log: Any,
) -> dict[str, Any]:
    from plugins.artifact_emitter.plugin import ArtifactEmitterPlugin
    from plugins.artifact_emitter.sinks.workspace import WorkspaceSink
    from plugins.event_emitter.buses.bus import EventBus
    from plugins.event_emitter.buses.files import FileBus
    from plugins.event_emitter.buses.stdout import StreamBus
    from plugins.event_emitter.plugin import EventEmitterPlugin

    buses: list[EventBus] = [FileBus(settings.state_dir)]
    if event_stream is not None:
        buses.append(StreamBus(event_stream))
    sink = WorkspaceSink(settings.workspace if confined else None)
    return {
        **_building_plugins(settings, library, helm, log.warning),
        "artifact_emitter": ArtifactEmitterPlugin(sink, gate.require_passed),
        "event_emitter": EventEmitterPlugin(buses, clock(settings)),
    }


def _building_plugins(
    settings: Settings, library: TemplateLibrary, helm: HelmEngine, warn: Callable[..., Any] = lambda *_, **__: None
) -> dict[str, Any]:
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
        "k8s_validator": K8sValidatorPlugin(helm, settings.yamllint, now, kubectl_use(settings)),
    }
