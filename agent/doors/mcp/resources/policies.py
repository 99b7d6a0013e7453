"""The policy files of the template folders; of two files of one name the first folder's holds."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from agent.doors.mcp.resources.kind import JSON, YAML, Content, Kind
from agent.doors.mcp.resources.unknown import nothing_called

if TYPE_CHECKING:
    from agent.bootstrap import Agent

_SUFFIX = ".yaml"


def _read(agent: "Agent", names: list[str]) -> Content:
    known = _files(agent)
    if not names:
        return Content(JSON, json.dumps(sorted(known)))
    name = "/".join(names)
    if name not in known:
        raise nothing_called("policy", name, sorted(known))
    return Content(YAML, known[name].read_text(encoding="utf-8"))


def _complete(agent: "Agent", _variable: str, _known: Mapping[str, str]) -> list[str]:
    return sorted(_files(agent))


def _files(agent: "Agent") -> dict[str, Path]:
    """Return every policy file by its name: its path in the folder, without the suffix."""
    found: dict[str, Path] = {}
    for root in (folder.root / "policies" for folder in agent.library.folders):
        for path in sorted(root.rglob(f"*{_SUFFIX}")):
            if path.is_file() and path.resolve().is_relative_to(root.resolve()):
                found.setdefault(path.relative_to(root).as_posix().removesuffix(_SUFFIX), path)
    return found


KIND = Kind("policies", _read, _complete)
