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
from foundation.model.errors import InputError, Problem

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


def novelty(settings: Settings, library: TemplateLibrary, bundle: "Bundle", usable: bool) -> str | None:
    """Say why a bundle's templates come from a draft; ``None`` if the catalog has to have them.

    Args:
        settings: the settings.
        library: templates and policies.
        bundle: the bundle.
        usable: whether there is a model that could draft.

    Raises:
        InputError: the lock file of the component's draft is wrong, or the component changed since it was drafted
            and no model could draft it anew.
    """
    kind = bundle.component.type
    if library.covers(kind, bundle.template_id):
        return None
    # Imported here: bundles that the catalog covers need nothing of it.
    from agent.planning.novelty import is_misspelt

    locks = build_draft_locks(settings)
    if locks.find(bundle) is not None:
        return f"no template covers the type {kind}; there is a draft of this component"
    earlier = locks.earlier(bundle)
    if earlier and not usable:
        raise _outdated(earlier)
    if not usable or (is_misspelt(kind, library.component_types) and not bundle.component.novel_type):
        return None
    return f"no template covers the type {kind}; a model drafts one, which then waits for approval"


def _outdated(earlier: list[str]) -> InputError:
    """Say that a component is no longer the one that was drafted; without a model nobody can draft it anew."""
    message = f"the component changed since it was drafted as {' and '.join(earlier)}"
    remedy = (
        "Set a model up to have it drafted again (INFRA_ENGINEER_MODEL_PROVIDER, see .env.example), undo the change, "
        "or make a template of the draft with `infra-engineer templates promote`."
    )
    return InputError(Problem(code="draft-outdated", message=message, remedy=remedy, path="component"))


def load_templates(settings: Settings, library: TemplateLibrary, bundle: "Bundle") -> "TemplateSet":
    """Return the templates of a bundle, for who looks at it without a run: the catalog's, or those of its draft.

    Args:
        settings: the settings.
        library: templates and policies.
        bundle: the bundle.

    Raises:
        AgentError: there are none, or nobody has approved the draft.
    """
    if not library.covers(bundle.component.type, bundle.template_id):
        # Imported here: bundles that the catalog covers need nothing of it.
        from plugins.llm_template_expander.frozen import frozen_templates
        from plugins.llm_template_expander.locks import lock_name

        lock = build_draft_locks(settings).find(bundle)
        if lock is not None:
            return frozen_templates(lock, lock_name(bundle), bundle, library)
    return library.load(bundle.component.type, bundle.template_id)


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

    return LlmTemplateExpanderPlugin(library, build_draft_locks(settings), draft)


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
    from agent.execution.engine import Engine
    from agent.execution.rehearsal import Rehearsal
    from agent.logs import configure_logging

    configure_logging(settings.log_level)
    return Rehearsal(Engine(build_kernel(building_plugins(settings, library, helm))), library.policy, options)
