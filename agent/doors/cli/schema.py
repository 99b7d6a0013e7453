"""`schema`: the JSON Schema of bundles."""

import sys
from pathlib import Path

NAME = "schema"


def command() -> None:
    """Print the JSON Schema of bundles, for editors and other programs."""
    # The generated file, not the models: loading those takes longer than all the rest.
    here = Path(__file__).resolve().parents[2]
    packaged = here / "data" / "bundle.schema.json"
    published = packaged if packaged.is_file() else here.parent / "docs" / "bundle.schema.json"
    sys.stdout.write(published.read_text(encoding="utf-8"))
