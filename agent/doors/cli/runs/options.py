"""What the subcommands about earlier runs share."""

from typing import Annotated

import typer

Run = Annotated[
    str, typer.Argument(help="Id of a run, or of the execution that its files and events name.", metavar="RUN")
]
RunTenant = Annotated[
    str | None, typer.Option("--tenant", "-t", help="Only in the memory of this tenant.", metavar="NAME")
]
