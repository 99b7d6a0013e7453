"""On whose word there is a run: one that a person asked for because of another one."""

from typing import Annotated

from pydantic import Field

from foundation.model.access import PrincipalName
from foundation.model.base import FrozenModel
from foundation.model.errors import Said

#: Why somebody steps in; a few sentences.
Reason = Annotated[Said, Field(min_length=3, max_length=2000)]


class OnRecord(FrozenModel):
    """On whose word something was done.

    Attributes:
        by: who asked for it.
        reason: why, if they said so.
        approved_by: who approved it, where it took somebody's leave.
        asked_at: when; UTC, ISO 8601.
    """

    by: PrincipalName
    reason: Annotated[Said, Field(max_length=2000)] = ""
    approved_by: PrincipalName | None = None
    asked_at: str


class Retrying(OnRecord):
    """Why there is a run that tries another one again.

    Attributes:
        run_id: the run that it tries again.
        execution_id: id of its execution.
        reason: why.
        overrides: what was changed in the bundle, as ``path=value``, without secrets.
    """

    run_id: str
    execution_id: str
    reason: Reason
    overrides: list[Said] = []
