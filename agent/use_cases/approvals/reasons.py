"""Why somebody does something: it is kept, so it has to be said, and without secrets."""

from pydantic import TypeAdapter, ValidationError

from foundation.model.errors import InputError, Problem
from foundation.model.flags import Flag
from foundation.model.run.retrying import Reason
from foundation.secrets.find import find_secret


def require_reason(reason: str) -> None:
    """Look at a reason.

    Args:
        reason: the reason.

    Raises:
        InputError: it says nothing, is too long, or holds a secret.
    """
    try:
        TypeAdapter[str](Reason).validate_python(reason.strip())
    except ValidationError:
        raise _wrong("a reason has 3 to 2000 characters", "Say in a sentence why.") from None
    if find_secret("reason", reason) is not None:
        raise _wrong("the reason holds a secret, which would be kept", "Say it without the secret.")


def _wrong(message: str, remedy: str) -> InputError:
    return InputError(
        Problem(code="reason-wrong", message=message, remedy=remedy, file="command line", path=Flag.REASON)
    )
