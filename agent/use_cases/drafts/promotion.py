"""Templates promote: from an approved draft to a template of a catalog."""

from pathlib import Path

from foundation.catalog.library import TemplateLibrary
from foundation.model.base import FrozenModel
from plugins.llm_template_expander.locks import DraftLocks
from plugins.llm_template_expander.promotion import promote


class PromoteCommand(FrozenModel):
    """What to promote.

    Attributes:
        draft: name of the draft; its component is enough where it has one draft.
        into: the template folder.
        template_id: id of the chart template; ``helm-<type>-template-v1`` by default.
    """

    draft: str
    into: Path
    template_id: str | None = None


def promote_draft(command: PromoteCommand, *, locks: DraftLocks, library: TemplateLibrary) -> list[Path]:
    """Make an approved draft a chart template, and return the files that were written.

    Args:
        command: what to promote.
        locks: the folder of lock files.
        library: templates and policies.

    Raises:
        InputError: there is no such draft, it is not approved, or the folder cannot take it.
        OutsideError: a file cannot be written.
    """
    name = locks.named(command.draft)
    return promote(locks.read(name), name, library, command.into, command.template_id)
