"""The templates of a bundle for who looks at it without a run."""

from collections.abc import Callable

from foundation.catalog.library import TemplateLibrary
from foundation.model.bundle.bundle import Bundle
from foundation.model.chart.templates import TemplateSet
from plugins.llm_template_expander.locks import DraftLocks, lock_name


def templates_of(bundle: Bundle, library: TemplateLibrary, locks: Callable[[], DraftLocks]) -> TemplateSet:
    """Return a bundle's templates: the catalog's, or those of its draft.

    Args:
        bundle: the bundle.
        library: templates and policies.
        locks: returns the lock files of drafts; bundles that the catalog covers need none.

    Raises:
        AgentError: there are none, or nobody has approved the draft.
    """
    if not library.covers(bundle.component.type, bundle.template_id):
        lock = locks().find(bundle)
        if lock is not None:
            # Imported here: bundles that the catalog covers need nothing of it.
            from plugins.llm_template_expander.frozen import frozen_templates

            return frozen_templates(lock, lock_name(bundle), bundle, library)
    return library.load(bundle.component.type, bundle.template_id)
