"""Which parts of the output are written; the catalog in ``foundation/model/parts.py`` says which there are."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pydantic import Field, create_model

from foundation.model.base import FrozenModel
from foundation.model.errors import InputError, Problem
from foundation.model.flags import Flag
from foundation.model.parts import PARTS, OutputPart, require_parts

if TYPE_CHECKING:
    _PartChoices = FrozenModel
else:
    # One field a part, so that schema, reference and "did you mean" know every part of the catalog.
    _PartChoices = create_model(
        "_PartChoices",
        __base__=FrozenModel,
        **{
            part.name: (
                bool | None,
                Field(default=None, description=f"Write {part.title}; {str(part.default).lower()} by default."),
            )
            for part in PARTS
        },
    )


class OutputChoice(_PartChoices):
    """What somebody wants of the output; what is not said is for the next one to say."""

    config_only: bool | None = Field(
        default=None, description="Write only the chart's values and the ConfigMaps; false by default."
    )

    @classmethod
    def everything_essential(cls) -> "OutputChoice":
        """Return the choice that has the gate look at all it needs, whatever is to be written in the end."""
        return cls.model_validate({"config_only": False, **{part.name: part.essential for part in PARTS}})


def output_choice(on: Sequence[str], off: Sequence[str], only: Sequence[str], *, config_only: bool) -> OutputChoice:
    """Return the choice of somebody who names parts; what is not named is for the next one to say.

    Args:
        on: parts to write.
        off: parts not to write.
        only: parts beside which only those of ``on`` are written.
        config_only: whether only configuration is written.

    Raises:
        InputError: there is no such part, or one is wanted and not wanted.
    """
    require_parts({Flag.WITH: on, Flag.WITHOUT: off, Flag.ONLY: only})
    both = [name for name in dict.fromkeys(off) if name in {*on, *only}]
    if both:
        message = f"{' and '.join(both)} would be written and not written"
        remedy = f"Name it in {Flag.WITH} or {Flag.ONLY}, or in {Flag.WITHOUT}."
        raise _problem("output-conflict", message, remedy, Flag.WITHOUT)
    others = {part.name: False for part in PARTS} if only else {}
    chosen = others | dict.fromkeys(off, False) | dict.fromkeys([*only, *on], True)
    return OutputChoice.model_validate(chosen | ({"config_only": True} if config_only else {}))


class Outputs(FrozenModel):
    """The parts of the output that are written.

    Attributes:
        parts: their names, in the order of the catalog.
        config_only: whether only configuration is written of them.
    """

    parts: list[str]
    config_only: bool = False


def chosen_outputs(own: OutputChoice | None = None, *flags: OutputChoice | None) -> Outputs:
    """Settle what is written.

    Args:
        own: the bundle's choice.
        flags: choices of whoever asks, by rank; a later one wins where it says something.

    Raises:
        InputError: nothing would be written, or two of the choices exclude each other.
    """
    said: dict[str, bool] = {}
    for choice in (own, *flags):
        said |= choice.model_dump(exclude_none=True) if choice is not None else {}
    by_flag = {name for choice in flags for name in (choice.model_dump(exclude_none=True) if choice else {})}
    wanted = [part for part in PARTS if said.get(part.name, part.default)]
    if not wanted:
        message = "no part of the output is to be written"
        raise _problem("output-empty", message, _one_of_all(), Flag.WITHOUT if by_flag else None)
    config_only = said.get("config_only", False)
    emptied = [part for part in wanted if config_only and said.get(part.name) and not part.configuration]
    if emptied:
        raise _left_out(emptied[0], by_flag)
    return Outputs(parts=[part.name for part in wanted], config_only=config_only)


def _one_of_all() -> str:
    *others, last = (f"output.{part.name}" for part in PARTS)
    return f"Switch one of {', '.join(others)} and {last} on."


def _left_out(part: OutputPart, by_flag: set[str]) -> InputError:
    message = f"output.config_only leaves out all that output.{part.name} writes"
    flag = Flag.CONFIG_ONLY if "config_only" in by_flag else Flag.WITH if part.name in by_flag else None
    return _problem("output-conflict", message, f"Switch output.config_only or output.{part.name} off.", flag)


def _problem(code: str, message: str, remedy: str, flag: str | None) -> InputError:
    """Return a problem of the bundle, or of the flag that brought it about."""
    return InputError(Problem(code=code, message=message, remedy=remedy, file=flag, path=None if flag else "output"))
