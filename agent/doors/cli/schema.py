"""`schema`: the JSON Schema of bundles."""

import sys

NAME = "schema"


def command() -> None:
    """Print the JSON Schema of bundles, for editors and other programs."""
    from agent.source.json_schema import bundle_schema

    sys.stdout.write(bundle_schema())
