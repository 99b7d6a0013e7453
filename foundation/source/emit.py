"""Writing YAML that every parser reads the same way.

Parsers of YAML 1.1 and 1.2 disagree on what plain text means (``yes``, ``0123``, ``1e3``), so
text stays plain only when it cannot be anything but text; all else is quoted.
"""

import re
from typing import Any

import pydantic_core
import yaml

from foundation.model.expressions import expression
from foundation.source.block_yaml import BlockWriter, Style, UnusualData

_PLAIN = expression(r"[A-Za-z/][A-Za-z0-9_./@-]*(:[A-Za-z0-9_./@-]+)*( [A-Za-z0-9_./@-]+)*")
_WORDS = {"y", "n", "yes", "no", "on", "off", "true", "false", "null", "inf", "nan"}
_BLOCK = expression(
    r"[^\S\n]$|[^\S\n]\n|[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]", re.MULTILINE
)


class _Dumper(yaml.CSafeDumper):
    """A dumper without aliases and with safe quoting."""

    def ignore_aliases(self, data: Any) -> bool:
        """Write every value out; a reader should not have to look up."""
        return True


def _style_of(text: str) -> Style:
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS:
        return "plain"
    # Empty lines at the end would run into whatever follows.
    lines = "\n" in text.rstrip("\n") and not text.endswith("\n\n")
    return "lines" if lines and text[:1] not in (" ", "\n", "\t") and not _BLOCK.search(text) else "quoted"


def _represent_text(dumper: yaml.CSafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=_STYLES[_style_of(text)])


_Dumper.add_representer(str, _represent_text)
_STYLES: dict[Style, str | None] = {"plain": None, "quoted": '"', "lines": "|"}
_WRITER = BlockWriter(_style_of)


def to_json(data: Any) -> str:
    """Return plain data as ``json.dumps(data, indent=2, ensure_ascii=False)`` writes it, only sooner."""
    return pydantic_core.to_json(data, indent=2).decode()


def to_yaml(data: Any) -> str:
    """Return plain data as block-style YAML, keys in their own order."""
    if data and type(data) is dict:
        try:
            return _WRITER.write(data)
        except UnusualData:
            pass
    return dumped(data)


def dumped(data: Any) -> str:
    """Return plain data as the dumper writes it, which writes anything."""
    text: str = yaml.dump(
        data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, default_flow_style=False, width=1_000_000
    )
    return text
