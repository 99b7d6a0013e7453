"""Why a novel component was not generated."""

from foundation.model.errors import GateError, PermanentError
from foundation.model.findings import Report


class DraftRefusedError(GateError):
    """No draft of a model passed; people have to look (mission: escalation).

    Args:
        report: what was found in the last draft.
    """

    def __init__(self, report: Report) -> None:
        super().__init__()
        self.report = report


class DraftPendingError(PermanentError):
    """There is a draft that passed the gate, and nobody has approved it yet."""

    failure = "draft_pending"


class DraftRejectedError(PermanentError):
    """People rejected the draft of this component."""

    failure = "draft_rejected"
