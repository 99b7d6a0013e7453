"""The whole agent."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TextIO

from agent.bootstrap.drafting import build_draft_locks, expander
from agent.bootstrap.edits import build_edit_merger
from agent.bootstrap.events import build_readiness
from agent.bootstrap.folders import build_library, build_prompts
from agent.bootstrap.kernels import build_kernel
from agent.bootstrap.memory import build_recorder
from agent.bootstrap.models import build_budget, build_language_model
from agent.bootstrap.plugins import all_plugins, part_builders
from agent.bootstrap.programs import begin_to_load_helm, build_helm
from agent.bootstrap.request_digests import build_request_digests
from agent.bootstrap.sinks import build_sinks
from agent.bootstrap.telemetry import build_telemetry, observing_filters
from agent.execution.kernel_loading import load_kernel
from agent.settings import Settings
from agent.use_cases.inputs.request_digest import RequestDigests
from foundation.catalog.library import TemplateLibrary
from foundation.helm.engine import HelmEngine
from foundation.model.policy.platform import retry_policy_of

if TYPE_CHECKING:
    from agent.execution.filters.retry import Sleep
    from agent.execution.publisher import Publisher
    from agent.execution.runner import Planner, Runner
    from foundation.language_model.model import LanguageModel
    from plugins.prompt_based_validator.plugin import PromptBasedValidatorPlugin


@dataclass(frozen=True)
class Agent:
    """The wired agent.

    Attributes:
        settings: what it was wired from.
        library: templates and policies.
        helm: the Helm engine.
        runner: generates components.
        publisher: makes what publishes recorded artifacts.
        begin_run: begins a run of a process that makes several: the budget for models is whole again.
        request_digest: returns the digest of a request by the templates that this agent has.
        confined: whether artifacts may only be saved below the workspace.
    """

    settings: Settings
    library: TemplateLibrary
    helm: HelmEngine
    runner: "Runner"
    publisher: "Callable[[], Publisher]"
    begin_run: Callable[[], None]
    request_digest: RequestDigests
    confined: bool = False


def build_agent(
    settings: Settings,
    *,
    confined: bool = False,
    event_stream: TextIO | None = None,
    language_model: "LanguageModel | None" = None,
    sleep: "Sleep | None" = None,
) -> Agent:
    """Wire the agent.

    Args:
        settings: the settings.
        confined: whether artifacts may only be saved below the workspace.
        event_stream: text stream that gets the events too.
        language_model: a model instead of that of the settings, such as a recorded one.
        sleep: waits before a step is tried again, for some seconds; without one the process does.

    Raises:
        HelmMissingError: there is no Helm.
    """
    begin_to_load_helm(settings)
    load_kernel()
    # Imported here: what they are for takes time to load, and many commands do without.
    from agent.bootstrap.logs import build_log
    from agent.execution.engine import Engine
    from agent.execution.filters.gate import Gate
    from agent.execution.filters.retry import Retries
    from agent.execution.filters.telemetry import telemetry
    from agent.execution.runner import Runner
    from agent.execution.upgrades import Upgrades
    from agent.planning.novelty import why_novel
    from plugins.k8s_validator.lint.memory import LintMemory
    from plugins.k8s_validator.upgrades.refused import refused_changes

    log = build_log(settings)
    library, helm, gate = build_library(settings), build_helm(settings), Gate()
    retries = Retries(lambda: retry_policy_of(lambda: library.policy), sleep, library.fall_back)
    linted = LintMemory(always=settings.helm_lint == "always")
    recorder = build_recorder(settings, library, log.warning)
    sinks = build_sinks(settings, confined)
    upgrades = Upgrades(sinks.manifests, refused_changes, lambda: library.policy.upgrades == "block")
    plugins = all_plugins(settings, library, helm, gate, sinks, upgrades, event_stream, log, linted, recorder)
    watched = build_telemetry(settings)
    observer = watched.observer if watched is not None else None
    kernel = build_kernel(plugins, [retries.filter, telemetry, *observing_filters(watched), gate.filter])
    budget = build_budget(settings)

    def model() -> "LanguageModel":
        from agent.execution.recording.rounds import OverheardModel

        asked = language_model or build_language_model(settings, budget)
        return OverheardModel(asked, recorder.heard) if recorder is not None else asked

    def report_crash(error: BaseException) -> None:
        log.error("internal error", exc_info=error)

    further = {**part_builders(), **_model_plugins(settings, library, helm, model)}
    engine = Engine(kernel, {**further, "edit_merger": lambda: build_edit_merger(settings, confined)})
    usable = language_model is not None or settings.model_provider != "none"
    ready = build_readiness(settings, confined)
    runner = Runner(
        engine,
        lambda: library.policy,
        report_crash,
        retries,
        novel=lambda bundle: why_novel(bundle, library, lambda: build_draft_locks(settings), usable),
        planner=_planner(settings, library, model) if settings.planner == "model" else None,
        review=settings.review,
        spending=lambda: budget.spending,
        types=lambda: library.component_types,
        linted=linted.done_for,
        ready=ready,
        recorder=recorder,
        observer=observer,
    )

    def publisher() -> "Publisher":
        # Imported here: what is generated is published by its own run.
        from agent.execution.publisher import Publisher

        return Publisher(engine, lambda: library.policy, report_crash, ready, recorder, observer)

    digests = _digests(settings, library, confined)
    return Agent(settings, library, helm, runner, publisher, budget.renew, digests, confined)


def _digests(settings: Settings, library: TemplateLibrary, lives_on: bool) -> RequestDigests:
    digests = build_request_digests(settings, library)
    if lives_on:  # what is on disk later is not what it has loaded
        digests.settle()
    return digests


def _model_plugins(
    settings: Settings, library: TemplateLibrary, helm: HelmEngine, model: "Callable[[], LanguageModel]"
) -> dict[str, Callable[[], Any]]:
    """Return what wires the plugins that a model works in, by name; most runs need none of them."""
    return {
        "llm_template_expander": lambda: expander(settings, library, helm, model),
        "prompt_based_validator": lambda: _reviewer(settings, model),
    }


def _planner(settings: Settings, library: TemplateLibrary, model: "Callable[[], LanguageModel]") -> "Planner":
    from agent.planning.model_planner import ModelPlanner
    from agent.planning.novelty import told_template

    return ModelPlanner(model, build_prompts(settings), lambda bundle: told_template(bundle, library))


def _reviewer(settings: Settings, model: "Callable[[], LanguageModel]") -> "PromptBasedValidatorPlugin":
    from plugins.prompt_based_validator.plugin import PromptBasedValidatorPlugin

    return PromptBasedValidatorPlugin(model, build_prompts(settings))
