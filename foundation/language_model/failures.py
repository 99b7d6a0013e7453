"""From a client library's exceptions to this agent's: what may be tried again, and when.

Never a key or a request's text: only the status, the endpoint's own error code and its request id.
"""

import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from foundation.language_model.errors import ModelRejectedError, ModelUnavailableError, Told
from foundation.model.errors import AgentError, Problem

#: Where a problem is that no file has.
ENDPOINT = "model"
#: 408 time-out, 409 conflict, 425 too early, 429 too many requests, and all of the server's own errors.
_PASSING = frozenset({408, 409, 425, 429})
_SERVER_ERROR = 500
#: As much of an error's text as is searched.
_LONGEST_TEXT = 10_000
_CONTEXT = (
    "The conversation and its answer do not fit into the model's context. Take a model with a larger one, start the "
    "server with more (llama.cpp: --ctx-size 8192), or lower max_tokens in the prompt's execution_settings."
)
_TOKEN = re.compile(r"[A-Za-z0-9_.:\[\]-]{1,100}")
_PARAMETERS = "Check the parameters in the prompt's execution_settings against the model."
_ADDRESS = "Check INFRA_ENGINEER_MODEL_NAME and INFRA_ENGINEER_MODEL_BASE_URL."
_USED_UP = "insufficient_quota"
_OF_CODES = {
    "content_filter": "Look at the component's texts; something in them is filtered.",
    _USED_UP: "The quota is used up: raise it, or look at the account that pays for the model.",
}
_REMEDIES = {
    400: _PARAMETERS,
    401: "Check INFRA_ENGINEER_MODEL_API_KEY, or the machine's identity on Azure.",
    403: "Ask for access to the model for this key or identity.",
    402: "Look at the account that pays for the model.",
    404: _ADDRESS,
    405: _ADDRESS,
    413: "The request is larger than the endpoint or its quota takes: raise that, or take another model.",
    422: _PARAMETERS,
    429: "Wait, or ask for a higher quota.",
}


@contextmanager
def translated() -> Iterator[None]:
    """Turn whatever a connector raises into an error of this agent.

    Connectors do not validate what they receive, so an answer of another form ends in any exception at all.

    Raises:
        ModelUnavailableError: the same call may succeed later.
        ModelRejectedError: it will not.
    """
    try:
        yield
    except AgentError:
        raise
    except Exception as error:
        raise failure_of(error) from error


def failure_of(error: Exception) -> ModelUnavailableError | ModelRejectedError:
    """Say what an exception of a connector means."""
    identity = _identity_failure(error)
    if identity is not None:
        return identity
    known = (ModelRejectedError, ModelUnavailableError)
    own = next((cause for cause in _causes(error) if isinstance(cause, known)), None)
    if own is not None:
        return own
    # Only a connection loads the client library; without one no exception can be of it.
    openai: Any = sys.modules.get("openai")
    for cause in _causes(error) if openai else ():
        if isinstance(cause, openai.APIStatusError):
            return status_failure(cause.status_code, cause.body, cause.response.headers)
        if isinstance(cause, (openai.APITimeoutError, TimeoutError)):
            message, remedy = "the model did not answer in time", "Raise INFRA_ENGINEER_MODEL_TIMEOUT_SECONDS."
            return _unavailable("model-timeout", message, remedy, "timeout")
        if isinstance(cause, openai.APIConnectionError):
            message, remedy = "the model's endpoint cannot be reached", "Check INFRA_ENGINEER_MODEL_BASE_URL."
            return _unavailable("model-unreachable", message, remedy, "connection")
    name = type(list(_causes(error))[-1]).__name__
    message = f"the endpoint's answer cannot be read ({name})"
    return _unavailable(
        "model-answer-unreadable", message, "Check that the endpoint speaks the chat completions API.", name
    )


def _identity_failure(error: Exception) -> ModelRejectedError | None:
    """Azure's credentials say at length what they tried; the problem says only that none worked."""
    azure: Any = sys.modules.get("azure.core.exceptions")
    if azure is None or not any(isinstance(cause, azure.ClientAuthenticationError) for cause in _causes(error)):
        return None
    message = "the machine has no identity that Azure accepts"
    remedy = "Sign in with `az login`, give the machine an identity, or set INFRA_ENGINEER_MODEL_API_KEY."
    return ModelRejectedError(Problem(code="model-identity", message=message, remedy=remedy, file=ENDPOINT), "identity")


def _told(status: int, body: object) -> Told:
    """Read an error's body: OpenAI's form, and those of servers that have code, type or message alone, or bare text."""
    fields: dict[str, Any] = body if isinstance(body, dict) else {"message": body}
    inner = fields.get("error")
    fields = inner if isinstance(inner, dict) else fields
    code, kind, param = (fields.get(name) for name in ("code", "type", "param"))
    text = str(fields.get("message") or fields.get("detail") or "")[:_LONGEST_TEXT]
    return Told(status, _own(code), _own(kind), _own(param), text)


def _own(word: object) -> str:
    """Return a word of the endpoint's, if it is one and not text that may repeat the request."""
    return word if isinstance(word, str) and _TOKEN.fullmatch(word) else ""


def status_failure(status: int, body: object, headers: Mapping[str, str]) -> ModelUnavailableError | ModelRejectedError:
    """Say what an error means that an endpoint answers.

    Args:
        status: HTTP status.
        body: what came as the body: data, or text.
        headers: headers of the answer.
    """
    told = _told(status, body)
    code = told.code
    # A type that is called error says nothing.
    words = dict.fromkeys(word for word in (code, told.kind) if word and word != "error")
    known = "".join(f", {word}" for word in words) + (f", parameter {told.param}" if told.param else "")
    request_id = _own(headers.get("x-request-id") or headers.get("apim-request-id"))
    asked = f"; request {request_id}" if request_id else ""
    message = f"the model's endpoint answered with status {status}{known}{asked}"
    if told.too_long and status not in _PASSING:
        problem = Problem(code="model-context", message=message, remedy=_CONTEXT, file=ENDPOINT)
        return ModelRejectedError(problem, str(status), told)
    problem = Problem(
        code="model-rate-limited" if status == 429 else "model-status",
        message=message,
        remedy=_OF_CODES.get(code) or _REMEDIES.get(status, "Look at the endpoint's health, and try again later."),
        file=ENDPOINT,
    )
    # A quota that is used up does not come back by waiting.
    if (status in _PASSING or status >= _SERVER_ERROR) and code != _USED_UP:
        return ModelUnavailableError(problem, str(status), _retry_after(headers), told)
    return ModelRejectedError(problem, str(status), told)


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Read Retry-After (RFC 9110: seconds or a date), or the finer retry-after-ms that OpenAI sends."""
    for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        value = headers.get(name, "")
        if re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", value):
            return float(value) * unit
    try:
        moment = parsedate_to_datetime(headers.get("retry-after", ""))
    except ValueError:
        return None
    return max((moment - datetime.now(UTC)).total_seconds(), 0.0) if moment.tzinfo else None


def _unavailable(code: str, message: str, remedy: str, kind: str) -> ModelUnavailableError:
    return ModelUnavailableError(Problem(code=code, message=message, remedy=remedy, file=ENDPOINT), kind)


def _causes(error: BaseException) -> Iterator[BaseException]:
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__
