"""The whole agent."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TextIO

from agent.bootstrap.drafting import expander, novelty
from agent.bootstrap.folders import build_library, build_prompts, told_template
from agent.bootstrap.models import build_budget, build_language_model
from agent.bootstrap.plugins import all_plugins
from agent.bootstrap.programs import build_helm
from agent.execution.kernel_loading import load_kernel
from agent.settings import Settings
from foundation.catalog.library import TemplateLibrary
from foundation.helm.engine import HelmEngine

if TYPE_CHECKING:
    from semantic_kernel import Kernel

    from agent.execution.filters.gate import Gate
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
        begin_run: begins a run of a process that makes several: the budget for models is whole again.
    """

    settings: Settings
    library: TemplateLibrary
    helm: HelmEngine
    runner: "Runner"
    begin_run: Callable[[], None]


def build_agent(
    settings: Settings,
    *,
    confined: bool = False,
    event_stream: TextIO | None = None,
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
    load_kernel()
    # Imported here: what they are for takes time to load, and many commands do without.
    from agent.execution.engine import Engine
    from agent.execution.filters.gate import Gate
    from agent.execution.runner import Runner
    from agent.logs import configure_logging

    log = configure_logging(settings.log_level)
    library, helm, gate = build_library(settings), build_helm(settings), Gate()
    kernel = _guarded_kernel(all_plugins(settings, library, helm, gate, confined, event_stream, log), gate)
    budget = build_budget(settings, build_prompts(settings))

    def model() -> "LanguageModel":
        return language_model or build_language_model(settings, budget)

    usable = language_model is not None or settings.model_provider != "none"
    runner = Runner(
        Engine(kernel, _model_plugins(settings, library, helm, model)),
        lambda: library.policy,
        lambda error: log.error("internal error", exc_info=error),
        novel=lambda bundle: novelty(settings, library, bundle, usable),
        planner=_planner(settings, library, model) if settings.planner == "model" else None,
        review=settings.review,
        last_resort=library.fall_back,
        spending=lambda: budget.spending,
        types=lambda: library.component_types,
    )
    return Agent(settings, library, helm, runner, budget.renew)


def _guarded_kernel(plugins: dict[str, Any], gate: "Gate") -> "Kernel":
    """Wire a kernel in which nothing leaves past the gate, and no model's calls run without end."""
    from semantic_kernel import Kernel
    from semantic_kernel.filters import FilterTypes

    from agent.execution.filters.auto_invocation import AutoInvocations

    kernel = Kernel()
    for name, plugin in plugins.items():
        kernel.add_plugin(plugin, plugin_name=name)
    kernel.add_filter(FilterTypes.FUNCTION_INVOCATION, gate.filter)
    kernel.add_filter(FilterTypes.AUTO_FUNCTION_INVOCATION, AutoInvocations().filter)
    return kernel


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

    return ModelPlanner(model, build_prompts(settings), lambda bundle: told_template(library, bundle))


def _reviewer(settings: Settings, model: "Callable[[], LanguageModel]") -> "PromptBasedValidatorPlugin":
    from plugins.prompt_based_validator.plugin import PromptBasedValidatorPlugin

    return PromptBasedValidatorPlugin(model, build_prompts(settings))
