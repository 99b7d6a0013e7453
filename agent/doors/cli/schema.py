"""`schema`: the JSON Schemas of bundles and applications."""

import sys
from typing import Annotated

import typer

NAME = "schema"


def command(
    application: Annotated[
        bool, typer.Option("--application", help="The schema of a bundle of many components instead.")
    ] = False,
) -> None:
    """Print the JSON Schema of bundles, for editors and other programs."""
    from agent.bootstrap.use_cases.schema import build_schema

    sys.stdout.write(build_schema()("application" if application else "bundle"))
