"""Pieces of Markdown."""

from typing import Any

import yaml

from agent.source.emit import to_yaml


def code(value: Any) -> str:
    """Return a value as YAML in one line, set as code."""
    text = yaml.dump(value, Dumper=yaml.CSafeDumper, default_flow_style=True, sort_keys=False, width=1_000_000)
    return f"`{text.removesuffix(chr(10)).removesuffix('...').strip()}`"


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
