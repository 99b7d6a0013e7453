"""Wiring of what looks at the contexts of a cluster."""

from functools import partial

from agent.settings import Settings
from agent.use_cases.inputs.contexts import RequireContexts, require_contexts_known
from foundation.catalog.library import TemplateLibrary


def build_contexts(settings: Settings, library: TemplateLibrary) -> RequireContexts:
    """Wire it.

    Args:
        settings: the settings.
        library: templates and policies.
    """
    return partial(
        require_contexts_known,
        contexts=settings.kube_context,
        kubeconfig=settings.kubeconfig,
        named_by=settings.source("kube_context"),
        policy=library.policy.environments,
        profiles=library.profiles,
    )
