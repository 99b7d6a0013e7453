"""Wiring of what looks at the contexts of a cluster."""

from collections.abc import Iterable

from agent.settings import Settings
from agent.use_cases.inputs.contexts import RequireContexts, require_contexts_known
from foundation.catalog.library import TemplateLibrary
from foundation.model.bundle.bundle import Bundle


def build_contexts(settings: Settings, library: TemplateLibrary) -> RequireContexts:
    """Wire it.

    Args:
        settings: the settings.
        library: templates and policies.
    """

    def require(bundles: Iterable[Bundle], others: Iterable[str]) -> None:
        # Most commands name no context, and then nobody reads the library before it is needed.
        if settings.kube_context:
            require_contexts_known(
                bundles,
                others,
                contexts=settings.kube_context,
                kubeconfig=settings.kubeconfig,
                named_by=settings.source("kube_context"),
                policy=library.policy.environments,
                profiles=library.profiles,
            )

    return require
