"""Mistakes in requests, by what they mean in HTTP: every code that is not simply wrong input has its status here."""

from collections.abc import Sequence
from http import HTTPStatus

from agent.doors.access.answers import status_of as access_status
from foundation.model.access import AccessError, ApprovalNeededError
from foundation.model.errors import AgentError, Fault, GateError, InputError, OutsideError, Problem, TemporaryError

_BY_FAULT: dict[Fault, HTTPStatus] = {
    "gate": HTTPStatus.UNPROCESSABLE_ENTITY,
    "input": HTTPStatus.UNPROCESSABLE_ENTITY,
    "outside": HTTPStatus.SERVICE_UNAVAILABLE,
}
_BY_CODE = {
    "approval-needed": HTTPStatus.FORBIDDEN,
    "approval-rejected": HTTPStatus.FORBIDDEN,
    "approval-unknown": HTTPStatus.NOT_FOUND,
    "approval-used": HTTPStatus.CONFLICT,
    "artifact-unknown": HTTPStatus.NOT_FOUND,
    "code-unknown": HTTPStatus.NOT_FOUND,
    "dead-letter-unknown": HTTPStatus.NOT_FOUND,
    "body-missing": HTTPStatus.BAD_REQUEST,
    "body-too-large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "body-too-slow": HTTPStatus.REQUEST_TIMEOUT,
    "body-unknown": HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "cursor-unknown": HTTPStatus.BAD_REQUEST,
    "generation-elsewhere": HTTPStatus.CONFLICT,
    "generation-unknown": HTTPStatus.NOT_FOUND,
    "idempotency-busy": HTTPStatus.CONFLICT,
    "internal-error": HTTPStatus.INTERNAL_SERVER_ERROR,
    "method-unknown": HTTPStatus.METHOD_NOT_ALLOWED,
    "parameter-wrong": HTTPStatus.BAD_REQUEST,
    "rate-exceeded": HTTPStatus.TOO_MANY_REQUESTS,
    "request-too-late": HTTPStatus.REQUEST_TIMEOUT,
    "request-too-slow": HTTPStatus.GATEWAY_TIMEOUT,
    "request-unreadable": HTTPStatus.BAD_REQUEST,
    "resource-unknown": HTTPStatus.NOT_FOUND,
    "run-ambiguous": HTTPStatus.CONFLICT,
    "run-unknown": HTTPStatus.NOT_FOUND,
    "run-without-files": HTTPStatus.NOT_FOUND,
    "run-without-report": HTTPStatus.NOT_FOUND,
    "too-busy": HTTPStatus.SERVICE_UNAVAILABLE,
    "too-many-generations": HTTPStatus.TOO_MANY_REQUESTS,
    "trace-unknown": HTTPStatus.NOT_FOUND,
}


_BODY_REMEDIES = {
    "body-missing": "Send the document as the body.",
    "body-too-large": "Split it, or move large content out of the document.",
    "body-too-slow": "Send it faster, or in parts.",
    "body-unknown": "Send it uncompressed, with a Content-Type that docs/http.md names for this path.",
}


def status_of(error: AgentError) -> HTTPStatus:
    """Return the status that an error is answered with: its code's, else that of whose fault it is."""
    if isinstance(error, ApprovalNeededError):
        return HTTPStatus.FORBIDDEN
    if isinstance(error, AccessError):
        return HTTPStatus(access_status(error))
    known = [_BY_CODE[problem.code] for problem in error.problems if problem.code in _BY_CODE]
    return known[0] if known else _BY_FAULT[error.fault]


def no_resource(path: str) -> InputError:
    """Return what says that nothing is at a path."""
    return InputError(
        Problem(
            code="resource-unknown",
            message="there is nothing at this path",
            remedy="GET /openapi.json lists what there is.",
            file="path",
            path=path,
        )
    )


def no_method(method: str) -> InputError:
    """Return what says that a resource does not know a method."""
    return InputError(
        Problem(
            code="method-unknown",
            message=f"this resource does not know the method {method}",
            remedy="The header Allow names those that it knows.",
            file="method",
        )
    )


def no_request(code: str, message: str) -> InputError:
    """Return what says that no request could be read.

    Args:
        code: what is wrong with what came.
        message: the same in words.
    """
    remedy = "Send a whole request of HTTP/1.1, its headers at once."
    return InputError(Problem(code=code, message=message, remedy=remedy))


def wrong_parameter(place: str, name: str, message: str) -> Problem:
    """Return a mistake in a parameter.

    Args:
        place: ``query``, ``header`` or ``path``.
        name: its name.
        message: what is wrong with it.
    """
    return Problem(
        code="parameter-wrong",
        message=f"the {place} parameter {name} is not as it has to be: {message}",
        remedy="GET /openapi.json says what each parameter takes.",
        file=place,
        path=name,
    )


def wrong_body(code: str, message: str) -> InputError:
    """Return what says that a body is not taken.

    Args:
        code: what is wrong with it.
        message: the same in words.
    """
    return InputError(Problem(code=code, message=message, remedy=_BODY_REMEDIES[code], file="body"))


def too_slow(seconds: float) -> TemporaryError:
    """Return what says that an answer took too long, and that nothing came of the request."""
    return TemporaryError(
        Problem(
            code="request-too-slow",
            message=f"it was not done after {seconds:g} seconds, and nothing of it was kept",
            remedy="Send it with Prefer: respond-async, which waits for nothing, or in parts.",
        )
    )


def failed_by(fault: Fault, problems: Sequence[Problem]) -> AgentError:
    """Return problems as an error that is somebody's fault.

    Args:
        fault: whose.
        problems: the problems.
    """
    kinds: dict[Fault, type[AgentError]] = {"gate": GateError, "input": InputError, "outside": OutsideError}
    return kinds[fault](*problems)
