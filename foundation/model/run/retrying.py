"""A run that tries another one again, and on whose word."""

from typing import Annotated

from pydantic import Field

from foundation.model.access import PrincipalName
from foundation.model.base import FrozenModel
from foundation.model.errors import Said

#: Why somebody steps in; a few sentences.
Reason = Annotated[Said, Field(min_length=3, max_length=2000)]


class Retrying(FrozenModel):
    """Why there is a run.

    Attributes:
        run_id: the run that it tries again.
        execution_id: id of its execution.
        by: who asked for it.
        reason: why.
        overrides: what was changed in the bundle, as ``path=value``, without secrets.
        approved_by: who approved it, where it took somebody's leave.
        asked_at: when; UTC, ISO 8601.
    """

    run_id: str
    execution_id: str
    by: PrincipalName
    reason: Reason
    overrides: list[Said] = []
    approved_by: PrincipalName | None = None
    asked_at: str
