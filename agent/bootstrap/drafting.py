"""Drafts of component types that no template covers: who makes them, looks at them, and keeps them."""

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

from agent.bootstrap.folders import build_prompts
from agent.bootstrap.kernels import build_kernel
from agent.bootstrap.plugins import building_plugins
from agent.execution.kernel_loading import load_kernel
from agent.settings import Settings
from foundation.catalog.library import TemplateLibrary
from foundation.helm.engine import HelmEngine

if TYPE_CHECKING:
    from agent.execution.rehearsal import Rehearsal
    from foundation.language_model.model import LanguageModel
    from foundation.model.bundle.bundle import Bundle
    from foundation.model.chart.templates import TemplateSet
    from foundation.model.run.request import Options
    from plugins.llm_template_expander.conversation import Drafting
    from plugins.llm_template_expander.examination import Rehearsed
    from plugins.llm_template_expander.locks import DraftLocks
    from plugins.llm_template_expander.plugin import LlmTemplateExpanderPlugin


def load_templates(settings: Settings, library: TemplateLibrary, bundle: "Bundle") -> "TemplateSet":
    """Return the templates of a bundle, for who looks at it without a run: the catalog's, or those of its draft.

    Args:
        settings: the settings.
        library: templates and policies.
        bundle: the bundle.

    Raises:
        AgentError: there are none, or nobody has approved the draft.
    """
    # Imported here: most commands look at no templates.
    from plugins.llm_template_expander.templates import templates_of

    return templates_of(bundle, library, lambda: build_draft_locks(settings))


def build_draft_locks(settings: Settings) -> "DraftLocks":
    """Wire the folder of lock files."""
    from plugins.llm_template_expander.locks import DraftLocks

    return DraftLocks(settings.workspace / settings.drafts_dir)


def expander(
    settings: Settings, library: TemplateLibrary, helm: HelmEngine, model: "Callable[[], LanguageModel]"
) -> "LlmTemplateExpanderPlugin":
    """Wire what gives novel component types their templates.

    Args:
        settings: the settings.
        library: templates and policies.
        helm: the Helm engine, for rehearsals.
        model: returns the model of the run.
    """
    from plugins.llm_template_expander.plugin import LlmTemplateExpanderPlugin

    async def draft(bundle: "Bundle", options: "Options") -> Any:
        # Imported here: a run with an approved draft needs no model and none of its modules.
        from plugins.llm_template_expander.drafts import draft_component

        kube_version = options.kube_version or library.policy.kubernetes_version
        led = drafting(settings, library, lambda: build_rehearsal(settings, library, helm, options))
        return await draft_component(bundle, led, model(), kube_version)

    return LlmTemplateExpanderPlugin(library, build_draft_locks(settings), draft, settings.public_url)


def drafting(settings: Settings, library: TemplateLibrary, rehearsal: "Callable[[], Rehearsal]") -> "Drafting":
    """Wire what leads the conversation about a draft.

    Args:
        settings: the settings.
        library: templates and policies.
        rehearsal: returns what says whether templates would pass; it loads the kernel, so it is made when first needed.
    """
    from plugins.llm_template_expander.conversation import Drafting

    made = cache(rehearsal)

    async def rehearse(bundle: "Bundle", templates: "TemplateSet") -> "Rehearsed":
        return await made()(bundle, templates)

    return Drafting(build_prompts(settings), library, rehearse)


def build_rehearsal(settings: Settings, library: TemplateLibrary, helm: HelmEngine, options: "Options") -> "Rehearsal":
    """Wire a kernel that can save and announce nothing."""
    load_kernel()
    from agent.bootstrap.logs import build_log
    from agent.execution.engine import Engine
    from agent.execution.rehearsal import Rehearsal

    build_log(settings)
    return Rehearsal(Engine(build_kernel(building_plugins(settings, library, helm))), library.policy, options)
