"""Templates pending: drafts that wait for a decision."""

from foundation.model.drafts.lock import ListedDraft
from plugins.llm_template_expander.locks import DraftLocks


def list_drafts(decided: bool, *, locks: DraftLocks) -> list[ListedDraft]:
    """Return the drafts that wait for a decision.

    Args:
        decided: whether those are wanted too about which somebody has decided.
        locks: the folder of lock files.

    Raises:
        InputError: a lock file is wrong.
    """
    found = [ListedDraft(name=name, lock=locks.read(name)) for name in locks.names()]
    return [draft for draft in found if decided or draft.lock.status == "pending"]
