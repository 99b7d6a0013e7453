"""The flags that choose the parts of the output."""

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from foundation.model.run.outputs import OutputChoice

With = Annotated[
    list[str] | None,
    typer.Option("--with", help="Write this part of the output too, such as kustomize; repeatable.", metavar="PART"),
]
Without = Annotated[
    list[str] | None,
    typer.Option("--without", help="Do not write this part, such as chart; repeatable.", metavar="PART"),
]
Only = Annotated[
    list[str] | None, typer.Option("--only", help="Write this part and no others; repeatable.", metavar="PART")
]
ConfigOnly = Annotated[
    bool, typer.Option("--config-only", help="Write only the chart's values and the ConfigMaps; all is validated.")
]


def part_choice(
    on: list[str] | None, off: list[str] | None, only: list[str] | None, *, config_only: bool
) -> "OutputChoice":
    """Return what flags say of the output; what none of them names is left to the bundle.

    Args:
        on: parts to write.
        off: parts not to write.
        only: parts beside which only those of ``on`` are written.
        config_only: whether only configuration is written.

    Raises:
        InputError: there is no such part, or one is wanted and not wanted.
    """
    from foundation.model.parts import PARTS, require_parts
    from foundation.model.run.outputs import OutputChoice

    on, off, only = on or [], off or [], only or []
    require_parts({"--with": on, "--without": off, "--only": only})
    _require_one_answer({*on, *only}, off)
    others = {part.name: False for part in PARTS} if only else {}
    chosen = others | dict.fromkeys(off, False) | dict.fromkeys([*only, *on], True)
    return OutputChoice.model_validate(chosen | ({"config_only": True} if config_only else {}))


def _require_one_answer(on: set[str], off: list[str]) -> None:
    from foundation.model.errors import InputError, Problem

    both = [name for name in dict.fromkeys(off) if name in on]
    if both:
        message = f"{' and '.join(both)} would be written and not written"
        remedy = "Name it in --with or --only, or in --without."
        raise InputError(Problem(code="output-conflict", message=message, remedy=remedy, file="--without"))
