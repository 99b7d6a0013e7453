"""Arguments and options that several subcommands share."""

from typing import Annotated

import typer

Name = Annotated[str, typer.Argument(help="The prompt, as in `prompts list`.", metavar="NAME")]
Version = Annotated[int | None, typer.Option("--version", help="Version; the newest by default.", metavar="N", min=1)]
Versions = Annotated[
    list[int] | None,
    typer.Option("--version", help="Version; may be repeated; the newest by default.", metavar="N", min=1),
]
Systems = Annotated[
    list[str] | None,
    typer.Option(
        "--system",
        help="Version to try in the system message, as in system/v3; may be repeated; the prompt's own by default.",
        metavar="NAME/vN",
    ),
]
Models = Annotated[
    list[str] | None, typer.Option("--model", help="Model; may be repeated; all by default.", metavar="MODEL")
]
Cases = Annotated[
    list[str] | None,
    typer.Option("--case", help="Case of a data set; may be repeated; all by default.", metavar="CASE"),
]
Tags = Annotated[
    list[str] | None, typer.Option("--tag", help="Only cases with this tag; may be repeated.", metavar="TAG")
]
Repeat = Annotated[int, typer.Option("--repeat", help="How often each case is asked.", min=1, max=100, metavar="N")]
