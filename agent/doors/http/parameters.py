"""Parameters that several routes share; one that a route does not know is refused, so that none is misspelt in vain.

One that comes twice where a route takes one value is refused too: whatever looked at the request before may have gone
by the other.
"""

from typing import Annotated, Any

from fastapi import Header, Path, Query, Request
from fastapi._compat import ModelField, field_annotation_is_sequence
from fastapi.dependencies.utils import get_flat_params
from fastapi.params import Header as HeaderInfo
from fastapi.params import Query as QueryInfo
from fastapi.routing import APIRoute
from starlette.datastructures import Headers, ImmutableMultiDict

from agent.doors.http.mistakes import wrong_parameter
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
    """Refuse parameters that a route does not know, and those that come more often than it takes them.

    Raises:
        InputError: with every such parameter.
    """
    route: Any = request.scope.get("route")
    if not isinstance(route, APIRoute):
        return
    taken = get_flat_params(route.dependant)
    queries = [one for one in taken if isinstance(one.field_info, QueryInfo)]
    headers = [one for one in taken if isinstance(one.field_info, HeaderInfo)]
    known = [one.alias for one in queries]
    wrong = [_unknown(name, known) for name in dict.fromkeys(request.query_params) if name not in known]
    wrong += [_repeated("query", name) for name in _more_than_once(queries, request.query_params)]
    wrong += [_repeated("header", name) for name in _more_than_once(headers, request.headers)]
    if wrong:
        raise InputError(*wrong)


def _more_than_once(fields: list[ModelField], given: ImmutableMultiDict[str, str] | Headers) -> list[str]:
    """Return the names of parameters that are given several times, and are no lists."""
    single = [one.alias for one in fields if not field_annotation_is_sequence(one.field_info.annotation)]
    return [name for name in single if len(given.getlist(name)) > 1]


def _repeated(place: str, name: str) -> Problem:
    return wrong_parameter(place, name, "it is there more than once")


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
