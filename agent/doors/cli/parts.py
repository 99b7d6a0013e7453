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

    Raises:
        InputError: there is no such part, or one is wanted and not wanted.
    """
    from foundation.model.run.outputs import output_choice

    return output_choice(on or [], off or [], only or [], config_only=config_only)
