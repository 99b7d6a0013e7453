"""Templates approve and reject: a decision about a draft."""

from typing import Literal

from agent.use_cases.drafts.remembering import Remember, remembered
from foundation.model.base import FrozenModel
from foundation.model.findings import Finding
from plugins.llm_template_expander.decisions import decide
from plugins.llm_template_expander.locks import DraftLocks


class DecideCommand(FrozenModel):
    """A decision.

    Attributes:
        draft: name of the draft; its component is enough where it has one draft.
        verdict: the decision.
        by: who decides.
        reason: why.
    """

    draft: str
    verdict: Literal["approved", "rejected"]
    by: str
    reason: str | None = None


class Decided(FrozenModel):
    """What was decided about.

    Attributes:
        name: name of the draft.
        digest: digest of the draft; the decision holds for this one alone.
        notices: why memory does not have the decision, if it has not.
    """

    name: str
    digest: str
    notices: list[Finding] = []


def decide_draft(command: DecideCommand, *, locks: DraftLocks, remember: Remember) -> Decided:
    """Write a decision into the lock file of a draft, and into memory.

    Args:
        command: the decision.
        locks: the folder of lock files.
        remember: has memory keep it.

    Raises:
        InputError: there is no such draft, several are meant, or the decision is incomplete.
        OutsideError: the file cannot be written.
    """
    name = locks.named(command.draft)
    lock = decide(locks, name, command.verdict, command.by, command.reason)
    notices = remembered(remember, name, lock, command.verdict)
    return Decided(name=name, digest=lock.draft.digest, notices=notices)
