"""The published schemas of events, held against every event that the examples emit and against failures."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = json.loads((ROOT / "docs" / "events.schema.json").read_text())
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
DOCUMENT = yaml.safe_load((ROOT / "docs" / "asyncapi.yaml").read_text())
EVENTS = [
    json.loads(line)
    for file in sorted((ROOT / "tests" / "goldens").rglob("events.jsonl"))
    for line in file.read_text().splitlines()
]


def test_every_golden_event_is_as_its_schema_says() -> None:
    seen = Counter(event["event"] for event in EVENTS)
    assert set(seen) >= {"TraceLinkValidated", "InfrastructureGenerated", "HelmChartReady", "ManifestPublished"}
    for event in EVENTS:
        VALIDATOR.validate(event)


@pytest.mark.parametrize("change", [{"event": "Unknown"}, {"digest": "sha256:0"}, {"more": 1}, {"trace_id": None}])
def test_the_schema_refuses_what_is_no_event_of_ours(change: dict[str, Any]) -> None:
    assert not VALIDATOR.is_valid({**EVENTS[0], **change})


def test_messages_of_the_asyncapi_document_are_the_schemas_events() -> None:
    messages = DOCUMENT["components"]["messages"]
    assert {f"#/$defs/{name}" for name in messages} == {one["$ref"] for one in SCHEMA["oneOf"]}
    for name, message in messages.items():
        reference = message["payload"]["properties"]["data"]["$ref"]
        assert reference == f"./events.schema.json#/$defs/{name}"
