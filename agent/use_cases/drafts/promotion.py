"""Templates promote: from an approved draft to a template of a catalog."""

from pathlib import Path

from agent.use_cases.drafts.remembering import Remember, remembered
from foundation.catalog.library import TemplateLibrary
from foundation.model.base import FrozenModel
from foundation.model.findings import Finding
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


class Promoted(FrozenModel):
    """What came of it.

    Attributes:
        files: the files that were written.
        notices: why memory does not know of it, if it does not.
    """

    files: list[Path]
    notices: list[Finding] = []


def promote_draft(
    command: PromoteCommand, *, locks: DraftLocks, library: TemplateLibrary, remember: Remember
) -> Promoted:
    """Make an approved draft a chart template.

    Args:
        command: what to promote.
        locks: the folder of lock files.
        library: templates and policies.
        remember: has memory keep that it was done.

    Raises:
        InputError: there is no such draft, it is not approved, or the folder cannot take it.
        OutsideError: a file cannot be written.
    """
    name = locks.named(command.draft)
    lock = locks.read(name)
    files = promote(lock, name, library, command.into, command.template_id)
    return Promoted(files=files, notices=remembered(remember, name, lock, "promoted", f"into {command.into}"))
