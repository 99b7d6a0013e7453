"""The JSON Schemas of bundles and applications."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, get_args

from agent.doors.mcp.resources.kind import JSON, Content, Kind
from agent.doors.mcp.resources.unknown import nothing_called
from agent.use_cases.schema import Form

if TYPE_CHECKING:
    from agent.bootstrap import Agent

_FORMS: tuple[Form, ...] = get_args(Form)


def _read(_agent: "Agent", names: list[str]) -> Content:
    from agent.bootstrap.use_cases.schema import build_schema

    if not names:
        return Content(JSON, json.dumps([*_FORMS]))
    form = next((form for form in _FORMS if [form] == names), None)
    if form is None:
        raise nothing_called("schema", "/".join(names), _FORMS)
    return Content("application/schema+json", build_schema()(form))


def _complete(_agent: "Agent", _variable: str, _known: Mapping[str, str]) -> list[str]:
    return [*_FORMS]


KIND = Kind("schemas", _read, _complete)
