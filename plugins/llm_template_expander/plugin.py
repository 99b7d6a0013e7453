"""LLMTemplateExpander as kernel functions."""

from collections.abc import Awaitable, Callable

from foundation.model.bundle.bundle import Bundle
from foundation.model.chart.templates import TemplateSet
from foundation.model.drafts.lock import DraftLock
from foundation.model.run.request import Options
from foundation.model.run.trace import Trace
from plugins.llm_template_expander.confidential import require_no_secrets
from plugins.llm_template_expander.frozen import frozen_templates, not_kept
from plugins.llm_template_expander.library import Library
from plugins.llm_template_expander.locks import DraftLocks, lock_name
from plugins.step import step


class LlmTemplateExpanderPlugin:
    """Gives novel component types their templates.

    Args:
        library: catalog and policies.
        locks: lock files.
        draft: has a model draft a component and returns the lock of what passed; it loads the model's modules.
        pages: address of the server on whose pages drafts are decided about, if it is known.
    """

    def __init__(
        self,
        library: Library,
        locks: DraftLocks,
        draft: Callable[[Bundle, Options], Awaitable[DraftLock]],
        pages: str = "",
    ) -> None:
        self._library = library
        self._locks = locks
        self._draft = draft
        self._pages = pages

    @step("expand", produces="templates", description="Take the approved draft of a novel type, or have one drafted.")
    async def expand(self, bundle: Bundle, trace: Trace, options: Options) -> TemplateSet:
        """Return templates by an approved lock file; without any, have a draft made, which then waits for approval.

        Args:
            bundle: the component.
            trace: the run's trace; without one no model is asked.
            options: a dry run writes no lock file.

        Raises:
            DraftPendingError: there is a draft that passed, and nobody has approved it.
            DraftRejectedError: people rejected the draft.
            DraftRefusedError: no draft of the model passed.
            InputError: the bundle holds a secret.
        """
        lock = self._locks.find(bundle)
        if lock is None:
            require_no_secrets(bundle)
            drafted = await self._draft(bundle, options)
            if options.destination is None:
                raise not_kept(drafted)
            lock = self._locks.add(bundle, drafted)
        return frozen_templates(lock, lock_name(bundle), bundle, self._library, self._pages)
