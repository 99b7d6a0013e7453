"""How results reach stdout: JSON for programs, a tree for people."""

import json
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from foundation.model.events import RefusedError


def write_json(content: Any) -> None:
    """Write JSON to stdout."""
    sys.stdout.write(json.dumps(content, indent=2, ensure_ascii=False) + "\n")


def write_refusal(error: "RefusedError") -> None:
    """Write what was refused before there was a run as JSON, with its event."""
    problems = [problem.model_dump() for problem in error.problems]
    write_json({"status": "failed", "failure": error.failure, "problems": problems, "events": error.log.payloads})


def write_tree(root: str, paths: list[str]) -> None:
    """Write paths as a tree to stdout."""
    nested: dict[str, Any] = {}
    for path in paths:
        level = nested
        for part in path.split("/"):
            level = level.setdefault(part, {})
    sys.stdout.write(f"{root}\n")
    _write_level(nested, "")


def _write_level(level: dict[str, Any], indent: str) -> None:
    entries = sorted(level.items(), key=lambda entry: (not entry[1], entry[0]))
    for number, (name, inner) in enumerate(entries, 1):
        last = number == len(entries)
        sys.stdout.write(f"{indent}{'└── ' if last else '├── '}{name}\n")
        _write_level(inner, indent + ("    " if last else "│   "))
