"""Writes docs/events.md and the schemas beside it from the shapes of the payloads."""

import json
from pathlib import Path
from typing import Any

import yaml
from pydantic import TypeAdapter

from foundation.model.event_payloads import PAYLOADS
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


def async_api() -> dict[str, Any]:
    """Return the AsyncAPI 3.0 document of what is sent."""
    names = [payload.__name__ for payload in PAYLOADS]
    messages = {
        name: {
            "name": f"{TYPE_PREFIX}.{name}",
            "contentType": MEDIA_TYPE,
            "payload": {
                "type": "object",
                "required": ["specversion", "id", "source", "type", "time", "data"],
                "properties": {
                    "specversion": {"const": "1.0"},
                    "id": {"type": "string"},
                    "source": {"type": "string"},
                    "type": {"const": f"{TYPE_PREFIX}.{name}"},
                    "subject": {"type": "string"},
                    "time": {"type": "string", "format": "date-time"},
                    "datacontenttype": {"const": "application/json"},
                    "partitionkey": {"type": "string"},
                    "data": {"$ref": f"./events.schema.json#/$defs/{name}"},
                },
            },
        }
        for name in names
    }
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "Lifecycle events of infrastructure-engineer-agent", "version": "1.0.0"},
        "channels": {
            "infrastructureEvents": {
                "address": "infrastructure-events",
                "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in names},
            }
        },
        "operations": {
            "sendInfrastructureEvents": {
                "action": "send",
                "channel": {"$ref": "#/channels/infrastructureEvents"},
            }
        },
        "components": {"messages": messages},
    }


def events_pages() -> dict[str, str]:
    """Return the page and both schemas by their paths."""
    schema = event_schema()
    return {
        "docs/events.md": _page(schema),
        "docs/events.schema.json": json.dumps(schema, indent=2) + "\n",
        "docs/asyncapi.yaml": yaml.safe_dump(async_api(), sort_keys=False),
    }


def _page(schema: dict[str, Any]) -> str:
    head = _HEAD.read_text(encoding="utf-8").format(prefix=TYPE_PREFIX, media=MEDIA_TYPE)
    return head + "".join(_section(payload.__name__, schema["$defs"]) for payload in PAYLOADS)


def _section(name: str, definitions: dict[str, Any]) -> str:
    shape = definitions[name]
    rows = [
        _row(field, {**definitions.get(str(said.get("$ref", "")).rpartition("/")[2], {}), **said}, shape["required"])
        for field, said in shape["properties"].items()
    ]
    about = f"{shape['description']} For: {_CONSUMERS[name]}."
    return "\n".join(["", f"### {name}", "", about, "", "| field | type | meaning |", "|---|---|---|", *rows, ""])


def _row(field: str, said: dict[str, Any], required: list[str]) -> str:
    fixed = said.get("const")
    kind = f"`{fixed}`" if fixed else {"array": "list"}.get(said.get("type", ""), said.get("type", "text"))
    if values := said.get("enum"):
        kind = ", ".join(f"`{value}`" for value in values)
    optional = "" if field in required else " May be missing."
    return f"| `{field}` | {kind} | {said.get('description', '')}{optional} |".replace("|  |", "| |")
