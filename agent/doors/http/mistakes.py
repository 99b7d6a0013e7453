"""Mistakes in requests, by what they mean in HTTP: every code that is not simply wrong input has its status here."""

from http import HTTPStatus

from foundation.model.errors import AgentError, Fault, InputError, Problem

_BY_FAULT: dict[Fault, HTTPStatus] = {
    "gate": HTTPStatus.UNPROCESSABLE_ENTITY,
    "input": HTTPStatus.UNPROCESSABLE_ENTITY,
    "outside": HTTPStatus.SERVICE_UNAVAILABLE,
}
_BY_CODE = {
    "artifact-unknown": HTTPStatus.NOT_FOUND,
    "code-unknown": HTTPStatus.NOT_FOUND,
    "cursor-unknown": HTTPStatus.BAD_REQUEST,
    "internal-error": HTTPStatus.INTERNAL_SERVER_ERROR,
    "method-unknown": HTTPStatus.METHOD_NOT_ALLOWED,
    "parameter-wrong": HTTPStatus.BAD_REQUEST,
    "resource-unknown": HTTPStatus.NOT_FOUND,
    "run-ambiguous": HTTPStatus.CONFLICT,
    "run-unknown": HTTPStatus.NOT_FOUND,
    "run-without-files": HTTPStatus.NOT_FOUND,
    "run-without-report": HTTPStatus.NOT_FOUND,
}


def status_of(error: AgentError) -> HTTPStatus:
    """Return the status that an error is answered with: its code's, else that of whose fault it is."""
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
