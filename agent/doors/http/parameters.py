"""Parameters that several routes share; one that a route does not know is refused, so that none is misspelt in vain."""

from typing import Annotated, Any

from fastapi import Header, Path, Query, Request
from fastapi.dependencies.utils import get_flat_params
from fastapi.params import Query as QueryInfo
from fastapi.routing import APIRoute

from agent.doors.places import FOLDER, LONGEST_FOLDER
from foundation.model.errors import InputError, Problem
from foundation.model.kubernetes.scalars import DnsLabel
from foundation.model.names import did_you_mean

_LONGEST = 253
_MANY = 50

RunName = Annotated[
    str, Path(description="Id of a run, or of the execution that its files and events name.", max_length=_LONGEST)
]
Text = Annotated[str | None, Query(max_length=_LONGEST)]
Component = Annotated[str | None, Query(max_length=_LONGEST, description="Which component of an application.")]
Environments = Annotated[
    list[DnsLabel], Query(alias="env", max_length=_MANY, description="Environment to generate; repeatable.")
]
Parts = Annotated[list[str], Query(max_length=_MANY, description="Part of the output, such as kustomize; repeatable.")]
KubeVersion = Annotated[
    str | None, Query(max_length=_LONGEST, description="Kubernetes version to validate against, such as 1.32.")
]
Folder = Annotated[str, Query(pattern=FOLDER, max_length=LONGEST_FOLDER, description="Folder below the workspace.")]
Reason = Annotated[str, Query(description="Why; it is kept with what is done.", max_length=2000)]
IdempotencyKey = Annotated[
    str | None,
    Header(
        description="A name for this very request: sent again, it is answered as before and nothing is done twice.",
        min_length=1,
        max_length=255,
        pattern=r"^[\x21-\x7e]+$",
    ),
]
Prefer = Annotated[
    str | None,
    Header(description="respond-async: answer at once, and tell later what came of it.", max_length=_LONGEST),
]


async def only_known(request: Request) -> None:
    """Refuse parameters that a route does not know.

    Raises:
        InputError: with every such parameter.
    """
    route: Any = request.scope.get("route")
    if not request.query_params or not isinstance(route, APIRoute):
        return
    known = [one.alias for one in get_flat_params(route.dependant) if isinstance(one.field_info, QueryInfo)]
    unknown = [name for name in dict.fromkeys(request.query_params) if name not in known]
    if unknown:
        raise InputError(*(_unknown(name, known) for name in unknown))


def wants_no_waiting(prefer: str | None) -> bool:
    """Tell whether a client wants to be answered at once (RFC 7240, respond-async)."""
    wishes = (wish.partition(";")[0].strip().lower() for wish in (prefer or "").split(","))
    return "respond-async" in wishes


def _unknown(name: str, known: list[str]) -> Problem:
    takes = f"It takes {', '.join(known)}." if known else "It takes none."
    return Problem(
        code="parameter-wrong",
        message=f"there is no parameter {name[:100]!r} here",
        remedy=did_you_mean(name[:100], known, takes),
        file="query",
        path=name[:100],
    )
