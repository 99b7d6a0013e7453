"""The audit record: who did what, when, and what came of it."""

from typing import Annotated, Literal
from uuid import uuid4

from pydantic import Field

from foundation.model.access import PrincipalName
from foundation.model.base import FrozenModel
from foundation.model.errors import Said

#: What came of it: it was done, it was not allowed or wrong, or something failed.
AuditOutcome = Literal["done", "refused", "failed"]


def _new_id() -> str:
    return uuid4().hex


class AuditRecord(FrozenModel):
    """One action of somebody.

    Attributes:
        id: its own name.
        at: when; UTC, ISO 8601.
        who: name of whoever did it.
        source: how that is known, as ``Principal.source``.
        door: which way they came.
        action: what they did, such as ``retry`` or ``POST /v1/generations``.
        tenant: whose records it was about.
        target: what it was about: a run, an event, a draft, a token; empty if it was nothing that has a name.
        outcome: what came of it.
        code: the code of what refused it or failed; empty if nothing did.
        reason: why they did it, if they said so.
        request: id of the request, if it was one of many.
    """

    id: str = Field(default_factory=_new_id, pattern=r"^[0-9a-f]{32}$")
    at: str
    who: PrincipalName
    source: Literal["local", "token", "oidc"]
    door: Literal["cli", "http", "mcp"]
    action: Annotated[Said, Field(min_length=1, max_length=200)]
    tenant: str
    target: Annotated[Said, Field(max_length=400)] = ""
    outcome: AuditOutcome
    code: str = ""
    reason: Annotated[Said, Field(max_length=2000)] = ""
    request: Annotated[str, Field(max_length=200)] = ""
