"""Writes docs/events.md and the schemas beside it from the shapes of the payloads."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml
from pydantic import TypeAdapter

from foundation.model.event_payloads import PAYLOADS
from foundation.model.fleet import DEFAULT_STREAM
from foundation.model.incoming import INCOMING
from plugins.event_emitter.cloud_events import MEDIA_TYPE, TYPE_PREFIX

#: Agents that the mission's specification names for each event.
_CONSUMERS = {
    "TraceLinkValidated": "Trace Auditor, Doc Generator",
    "InfrastructureGenerated": "DevOps Agent, Observability Agent",
    "HelmChartReady": "DevOps Agent",
    "ManifestPublished": "DevOps Agent, Security Agent, Observability Agent",
    "InfraValidationFailed": "whom the escalation policy names",
    "InfrastructureGenerationFailed": "HumanOpsAgent, TechLeadAgent, SecurityArchitectAgent",
}
_HEAD = Path(__file__).with_suffix(".md")
_INCOMING = Path(__file__).with_name("events_page_incoming.md")


def event_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of all payloads."""
    definitions: dict[str, Any] = {}
    for payload in PAYLOADS:
        schema = TypeAdapter(payload).json_schema(ref_template="#/$defs/{model}")
        definitions.update(schema.pop("$defs", {}))
        definitions[payload.__name__] = schema
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Lifecycle events of infrastructure-engineer-agent",
        "oneOf": [{"$ref": f"#/$defs/{payload.__name__}"} for payload in PAYLOADS],
        "$defs": dict(sorted(definitions.items())),
    }


def incoming_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the payloads that are taken."""
    definitions: dict[str, Any] = {}
    for name, model in INCOMING.items():
        schema = model.model_json_schema(ref_template="#/$defs/{model}")
        definitions.update(schema.pop("$defs", {}))
        definitions[name] = schema
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Events that ask infrastructure-engineer-agent for infrastructure",
        "oneOf": [{"$ref": f"#/$defs/{name}"} for name in INCOMING],
        "$defs": dict(sorted(definitions.items())),
    }


def async_api() -> dict[str, Any]:
    """Return the AsyncAPI 3.0 document of what is sent and what is taken."""
    names = [payload.__name__ for payload in PAYLOADS]
    sent = {
        name: _message(name, {"const": f"{TYPE_PREFIX}.{name}"}, f"./events.schema.json#/$defs/{name}", ["time"])
        for name in names
    }
    taken = {
        name: _message(
            name, {"type": "string", "pattern": rf"(^|\.){name}$"}, f"./incoming-events.schema.json#/$defs/{name}", []
        )
        for name in INCOMING
    }
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "Events of infrastructure-engineer-agent", "version": "1.0.0"},
        "channels": {
            "infrastructureEvents": _channel("infrastructure-events", names),
            "infrastructureRequests": _channel(DEFAULT_STREAM, INCOMING),
        },
        "operations": {
            "sendInfrastructureEvents": {
                "action": "send",
                "channel": {"$ref": "#/channels/infrastructureEvents"},
            },
            "receiveInfrastructureRequests": {
                "action": "receive",
                "channel": {"$ref": "#/channels/infrastructureRequests"},
            },
        },
        "components": {"messages": {**sent, **taken}},
    }


def _channel(address: str, names: Iterable[str]) -> dict[str, Any]:
    return {"address": address, "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in names}}


def _message(name: str, kind: dict[str, Any], data: str, further: list[str]) -> dict[str, Any]:
    return {
        "name": f"{TYPE_PREFIX}.{name}",
        "contentType": MEDIA_TYPE,
        "payload": {
            "type": "object",
            "required": ["specversion", "id", "source", "type", *further, "data"],
            "properties": {
                "specversion": {"const": "1.0"},
                "id": {"type": "string"},
                "source": {"type": "string"},
                "type": kind,
                "subject": {"type": "string"},
                "time": {"type": "string", "format": "date-time"},
                "datacontenttype": {"const": "application/json"},
                "partitionkey": {"type": "string"},
                "data": {"$ref": data},
            },
        },
    }


def events_pages() -> dict[str, str]:
    """Return the page and both schemas by their paths."""
    schema = event_schema()
    return {
        "docs/events.md": _page(schema),
        "docs/events.schema.json": json.dumps(schema, indent=2) + "\n",
        "docs/incoming-events.schema.json": json.dumps(incoming_schema(), indent=2) + "\n",
        "docs/asyncapi.yaml": yaml.safe_dump(async_api(), sort_keys=False),
    }


def _page(schema: dict[str, Any]) -> str:
    head = _HEAD.read_text(encoding="utf-8").format(prefix=TYPE_PREFIX, media=MEDIA_TYPE)
    sent = "".join(
        _section(name, schema["$defs"], f" For: {_CONSUMERS[name]}.")
        for name in (payload.__name__ for payload in PAYLOADS)
    )
    taken = incoming_schema()["$defs"]
    return head + sent + _INCOMING.read_text(encoding="utf-8") + "".join(_section(name, taken, "") for name in INCOMING)


def _section(name: str, definitions: dict[str, Any], consumers: str) -> str:
    shape = definitions[name]
    rows = [
        _row(field, {**definitions.get(str(said.get("$ref", "")).rpartition("/")[2], {}), **said}, shape["required"])
        for field, said in shape["properties"].items()
    ]
    about = shape["description"].replace("\n\n", " ") + consumers
    return "\n".join(["", f"### {name}", "", about, "", "| field | type | meaning |", "|---|---|---|", *rows, ""])


def _row(field: str, said: dict[str, Any], required: list[str]) -> str:
    fixed = said.get("const")
    kind = f"`{fixed}`" if fixed else {"array": "list"}.get(said.get("type", ""), said.get("type", "text"))
    if values := said.get("enum"):
        kind = ", ".join(f"`{value}`" for value in values)
    optional = "" if field in required else " May be missing."
    return f"| `{field}` | {kind} | {said.get('description', '')}{optional} |".replace("|  |", "| |")
