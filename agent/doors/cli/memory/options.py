"""Options that several subcommands of `memory` share."""

from typing import Annotated

import typer

OneTenant = Annotated[
    str | None, typer.Option("--tenant", "-t", help="Tenant whose records are meant; all by default.", metavar="NAME")
]
