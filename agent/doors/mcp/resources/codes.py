"""What each code means, and how to mend what it stands before."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from agent.doors.mcp.resources.kind import JSON, Content, Kind

if TYPE_CHECKING:
    from agent.bootstrap import Agent
    from foundation.model.codes import KnownCode


def _read(agent: "Agent", names: list[str]) -> Content:
    if not names:
        return Content(JSON, json.dumps({code.code: code.title for code in _codes(agent, None)}))
    (code,) = _codes(agent, "/".join(names))
    return Content(JSON, code.model_dump_json(exclude_none=True))


def _complete(agent: "Agent", _variable: str, _known: Mapping[str, str]) -> list[str]:
    return [code.code for code in _codes(agent, None)]


def _codes(agent: "Agent", code: str | None) -> "list[KnownCode]":
    from agent.bootstrap.use_cases.codes import build_codes
    from agent.use_cases.codes import CodesCommand

    return build_codes(agent.settings)(CodesCommand(code=code)).codes


KIND = Kind("codes", _read, _complete)
