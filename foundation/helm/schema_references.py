"""What a JSON Schema refers to outside of itself."""

import json
from collections.abc import Iterator
from typing import Any

SCHEMA_FILE = "values.schema.json"
_KEYWORDS = frozenset({"$ref", "$dynamicRef", "$recursiveRef", "$schema"})
#: The drafts themselves, which validators bring along.
_DRAFTS = frozenset(
    f"{scheme}://json-schema.org/{draft}{end}"
    for scheme in ("http", "https")
    for draft in (
        "draft-04/schema",
        "draft-06/schema",
        "draft-07/schema",
        "draft/2019-09/schema",
        "draft/2020-12/schema",
    )
    for end in ("", "#")
)


def outside_references(content: bytes) -> Iterator[str]:
    """Yield every reference that leaves a schema, as a validator that loads it would see it.

    The text is parsed first, with every one of keys that stand twice: a reference may be written with escapes.

    Args:
        content: the schema's bytes; what is no JSON refers to nothing, and no validator takes it.

    Raises:
        RecursionError: it is nested too deep to be looked through, which some validators are not.
    """
    found: list[str] = []

    def noted(pairs: list[tuple[str, Any]]) -> None:
        found.extend(
            value
            for key, value in pairs
            if key in _KEYWORDS and isinstance(value, str) and not value.startswith("#") and value not in _DRAFTS
        )

    try:
        # Numbers stay text: Python would refuse very long ones, which others read.
        json.loads(content.decode("utf-8", "replace"), object_pairs_hook=noted, parse_int=str, parse_float=str)
    except ValueError:
        return
    yield from found
