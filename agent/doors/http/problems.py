"""Errors as problem details (RFC 9457): one form for whatever goes wrong, with every mistake and how to mend it."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from agent.doors.http.answers import Answer
from agent.doors.http.json_bytes import as_json, with_members
from agent.doors.http.mistakes import no_method, no_resource, status_of, wrong_body, wrong_parameter
from agent.doors.http.words import problems_in_own_words
from agent.doors.http.work.told import MOST_PROBLEMS
from foundation.model.errors import AgentError, InputError
from foundation.model.events import RefusedError

MEDIA_TYPE = "application/problem+json"
#: Where what a code means is told.
_CODES = "/v1/codes/"
_RETRY_SECONDS = "5"
#: So many mistakes are told in one line.
_MOST_IN_DETAIL = 10
_LATER = {HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.TOO_MANY_REQUESTS}


def problem_answer(
    error: AgentError,
    request_id: str,
    *,
    headers: Mapping[str, str] | None = None,
    more: bytes | None = None,
) -> Answer:
    """Return what went wrong as an answer.

    Args:
        error: every mistake.
        request_id: id of the request.
        headers: further headers.
        more: further members of the answer: an object as JSON.
    """
    status, told = status_of(error), error.problems[:MOST_PROBLEMS]
    left_out = error.left_out + len(error.problems) - len(told)
    content = {
        "type": f"{_CODES}{told[0].code}" if told else "about:blank",
        "title": status.phrase,
        "status": int(status),
        "detail": "; ".join(problem.message for problem in told[:_MOST_IN_DETAIL]),
        "request_id": request_id,
        "problems": [problem.model_dump(exclude_none=True) for problem in told],
        **({"problems_left_out": left_out} if left_out else {}),
    }
    later = {"Retry-After": _RETRY_SECONDS} if status in _LATER else {}
    further = as_json(_announced(error)) if more is None else more
    return Answer(with_members(content, further), int(status), {**later, **(headers or {})}, MEDIA_TYPE)


def _announced(error: AgentError) -> dict[str, Any]:
    # The event names every mistake too: of so many it would be longer than anybody reads.
    few = error.left_out + len(error.problems) <= MOST_PROBLEMS
    return {"events": error.log.payloads} if few and isinstance(error, RefusedError) else {}


def install_problems(app: FastAPI) -> None:
    """Have an application answer every error in this form."""
    app.add_exception_handler(AgentError, _agent_error)
    app.add_exception_handler(RequestValidationError, _wrong_parameters)
    app.add_exception_handler(HTTPException, _http_error)


def request_id_of(request: Request) -> str:
    """Return the id of a request."""
    found: str = request.state.request_id
    return found


def _agent_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, AgentError)  # noqa: S101 - the handler is for this class alone
    # What workers tell is in these words already; a route that asks a use case itself comes here with the use case's.
    error.problems = tuple(problems_in_own_words(error.problems, request.app.state.wiring.settings.workspace))
    return problem_answer(error, request_id_of(request)).response


def _wrong_parameters(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - the handler is for this class alone
    return _agent_error(request, wrong_parameters(error))


def wrong_parameters(error: RequestValidationError) -> InputError:
    """Return every parameter of a request that is not as it has to be.

    Args:
        error: what FastAPI found.
    """
    places = [(str(one["loc"][0]), ".".join(map(str, one["loc"][1:])), one["msg"]) for one in error.errors()]
    return InputError(*(wrong_parameter(*place) for place in places))


def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - the handler is for this class alone
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        allowed = {"Allow": ", ".join(_methods_of(request))}
        return problem_answer(no_method(request.method), request_id_of(request), headers=allowed).response
    if error.status_code == HTTPStatus.BAD_REQUEST:
        return _agent_error(request, wrong_body("body-unknown", "the body is not what its header says"))
    return _agent_error(request, no_resource(request.url.path))


def _methods_of(request: Request) -> list[str]:
    """Return every method that a resource knows: the error names those of one of its routes."""
    routes: Sequence[APIRoute] = request.app.state.routes
    return sorted({one for route in routes if route.path_regex.match(request.url.path) for one in route.methods or ()})
