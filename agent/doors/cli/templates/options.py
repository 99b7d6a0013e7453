"""Arguments that the subcommands about drafts share."""

from typing import Annotated

import typer

Draft = Annotated[
    str,
    typer.Argument(
        help="Name of the draft, as `templates pending` lists it; its component is enough where it has one draft.",
        metavar="DRAFT",
    ),
]
By = Annotated[str, typer.Option("--by", help="Who decides; it stands in the lock file.", metavar="NAME")]
Reason = Annotated[str | None, typer.Option("--reason", help="Why.", metavar="TEXT")]
