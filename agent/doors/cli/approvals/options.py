"""Arguments that the subcommands about approvals share."""

from typing import Annotated

import typer

Subject = Annotated[str, typer.Argument(help="Its id, as `approvals list` shows it.", metavar="ID")]
Tenant = Annotated[str | None, typer.Option("--tenant", "-t", help="Only of this tenant.", metavar="NAME")]
