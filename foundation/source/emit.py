"""Writing YAML that every parser reads the same way.

Parsers of YAML 1.1 and 1.2 disagree on what plain text means (``yes``, ``0123``, ``1e3``), so
text stays plain only when it cannot be anything but text; all else is quoted.
"""

import re
from typing import Any

import yaml

_PLAIN = re.compile(r"[A-Za-z/][A-Za-z0-9_./@-]*(:[A-Za-z0-9_./@-]+)*( [A-Za-z0-9_./@-]+)*")
_WORDS = {"y", "n", "yes", "no", "on", "off", "true", "false", "null", "inf", "nan"}
_BLOCK = re.compile(
    r"[^\S\n]$|[^\S\n]\n|[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]", re.MULTILINE
)


class _Dumper(yaml.CSafeDumper):
    """A dumper without aliases and with safe quoting."""

    def ignore_aliases(self, data: Any) -> bool:
        """Write every value out; a reader should not have to look up."""
        return True


def _represent_text(dumper: yaml.CSafeDumper, text: str) -> yaml.ScalarNode:
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS:
        return dumper.represent_scalar("tag:yaml.org,2002:str", text)
    # Empty lines at the end would run into whatever follows.
    lines = "\n" in text.rstrip("\n") and not text.endswith("\n\n")
    if lines and text[:1] not in (" ", "\n", "\t") and not _BLOCK.search(text):
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|")
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')


_Dumper.add_representer(str, _represent_text)


def to_yaml(data: Any) -> str:
    """Return plain data as block-style YAML, keys in their own order."""
    text: str = yaml.dump(
        data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, default_flow_style=False, width=1_000_000
    )
    return text
