"""Exceptions to rules: explicit, with a reason, somebody who answers for them, and an end."""

from datetime import date
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, Field, ValidationError, ValidatorFunctionWrapHandler, WrapValidator

from foundation.model.base import FrozenModel


def _check_date(text: str) -> str:
    """Refuse a day that is in no calendar."""
    try:
        date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is no day; write it as 2027-06-30") from None
    return text


Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$"), AfterValidator(_check_date)]


class Waiver(FrozenModel):
    """Leave to break one rule."""

    check: str = Field(description="Code of the rule.")
    object: str | None = Field(
        default=None,
        pattern=r"^[A-Za-z*]+/[A-Za-z0-9.:*?-]+$",
        description="Kind/name of the object; * and ? stand for anything. All objects by default.",
    )
    reason: str = Field(min_length=8, max_length=500, description="Why the rule cannot be kept.")
    approver: str = Field(min_length=2, max_length=200, description="Who allowed it.")
    expires: Day = Field(description="Last day on which it holds, such as 2027-06-30.")


class ComponentWaiver(Waiver):
    """Leave to break one rule, in a file that is for several components."""

    component: str | None = Field(default=None, description="Component that it is for; every one by default.")


def _check_approvers(entries: Any, validate: ValidatorFunctionWrapHandler) -> Any:
    """Refuse exceptions that wait for an approver as the one mistake that they are, unless there are others."""
    given = entries if isinstance(entries, list) else []
    waiting = [entry for entry in given if isinstance(entry, dict) and entry.get("approver", ...) is None]
    if not waiting:
        return validate(entries)
    try:
        validate([{**entry, "approver": "somebody"} if entry in waiting else entry for entry in given])
    except ValidationError:
        return validate(entries)
    message = f"nobody has allowed {len(waiting)} of {len(given)} exceptions yet"
    raise ValueError(f"{message}; write into approver who does, or take them out")


AnyWaiver = TypeVar("AnyWaiver", bound=Waiver)
#: Exceptions as they stand in a file.
Waivers = Annotated[list[AnyWaiver], WrapValidator(_check_approvers)]


class WaiverFile(FrozenModel):
    """Exceptions that a run goes by beside those of the bundle and of the policy."""

    policy_exceptions: Waivers[ComponentWaiver] = Field(description="The exceptions.")
