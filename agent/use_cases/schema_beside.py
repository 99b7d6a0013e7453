"""The JSON Schema beside bundles that are written for people, so that an editor helps them from the first line on."""

from collections.abc import Iterable
from pathlib import Path

from agent.use_cases.new_files import write_content

#: In a folder of its own, because a folder of bundles is read as a whole.
_PLACE = ".infra-engineer/bundle.schema.json"
#: The first line of such a bundle, as the YAML language server reads it: a path from the bundle's own folder.
MODELINE = f"# yaml-language-server: $schema={_PLACE}\n"


def write_schema_beside(bundles: Iterable[Path], schema: str) -> None:
    """Write the schema that the first line of bundles names; an older one is replaced.

    Args:
        bundles: files of bundles.
        schema: the schema.

    Raises:
        OutsideError: it cannot be written.
    """
    places = {bundle.parent / _PLACE for bundle in bundles}
    write_content({place: schema.encode() for place in sorted(places)})
