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
    channels = {"infrastructureEvents": "events.schema.json", "infrastructureRequests": "incoming-events.schema.json"}
    assert DOCUMENT["channels"].keys() == channels.keys()
    messages = DOCUMENT["components"]["messages"]
    for channel, file in channels.items():
        names = DOCUMENT["channels"][channel]["messages"]
        schema = json.loads((ROOT / "docs" / file).read_text())
        assert {f"#/$defs/{name}" for name in names} == {one["$ref"] for one in schema["oneOf"]}
        for name in names:
            assert messages[name]["payload"]["properties"]["data"]["$ref"] == f"./{file}#/$defs/{name}"
