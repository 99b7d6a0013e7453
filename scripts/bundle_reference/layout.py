"""Pieces of Markdown."""

from typing import Any

import yaml

from foundation.source.emit import to_yaml

#: A longer word is no text for people: sealed text has hundreds of characters.
_LONGEST_WORD = 80
_SHOWN = 20


def code(value: Any) -> str:
    """Return a value as YAML in one line, set as code; words that nobody reads are cut."""
    text = yaml.dump(_cut(value), Dumper=yaml.CSafeDumper, default_flow_style=True, sort_keys=False, width=1_000_000)
    return f"`{text.removesuffix(chr(10)).removesuffix('...').strip()}`"


def _cut(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _cut(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_cut(item) for item in value]
    long = isinstance(value, str) and " " not in value and len(value) > _LONGEST_WORD
    return f"{value[:_SHOWN]}..." if long else value


def written_as(snippet: dict[str, Any]) -> str:
    """Return fields and their values as YAML in one line, set as code."""
    return f"`{code(snippet).strip('`')[1:-1]}`"


def block(snippet: dict[str, Any]) -> str:
    """Return fields and their values as a block of YAML."""
    return f"```yaml\n{to_yaml(snippet)}```"


def table(heads: list[str], rows: list[list[str]]) -> str:
    """Return a table."""
    lines = [heads, ["---"] * len(heads), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
