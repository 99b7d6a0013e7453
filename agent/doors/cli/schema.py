"""`schema`: the JSON Schemas of bundles and applications."""

import sys
from pathlib import Path
from typing import Annotated

import typer

NAME = "schema"


def command(
    application: Annotated[
        bool, typer.Option("--application", help="The schema of a bundle of many components instead.")
    ] = False,
) -> None:
    """Print the JSON Schema of bundles, for editors and other programs."""
    # The generated file, not the models: loading those takes longer than all the rest.
    name = "application.schema.json" if application else "bundle.schema.json"
    here = Path(__file__).resolve().parents[2]
    packaged = here / "data" / name
    published = packaged if packaged.is_file() else here.parent / "docs" / name
    sys.stdout.write(published.read_text(encoding="utf-8"))
