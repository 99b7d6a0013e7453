"""How results reach stdout as JSON."""

import json
import sys
from textwrap import indent
from typing import Any, Self


def write_json(content: Any) -> None:
    """Write JSON to stdout."""
    sys.stdout.write(json.dumps(content, indent=2, ensure_ascii=False) + "\n")


class JsonWriter:
    """Writes results to stdout as JSON, each as it comes: a list of many, or one by itself.

    Args:
        many: whether they are a list, be it of one.
        wanted: whether anything is written.
    """

    def __init__(self, *, many: bool, wanted: bool) -> None:
        self._many = many and wanted
        self._wanted = wanted
        self._written = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._many:
            sys.stdout.write("\n]\n" if self._written else "[]\n")

    def write(self, content: Any) -> None:
        """Write one of them."""
        if not self._wanted:
            return
        if not self._many:
            write_json(content)
            return
        text = json.dumps(content, indent=2, ensure_ascii=False)
        sys.stdout.write((",\n" if self._written else "[\n") + indent(text, "  "))
        self._written += 1
