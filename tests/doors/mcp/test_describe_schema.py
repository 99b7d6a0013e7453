"""describe_schema: a model that writes a bundle finds every key, a part at a time."""

import json
from typing import Any

import pytest

from agent.doors.mcp.bounds import LIST_LIMIT
from tests.doors.mcp.conftest import Client
from tests.support.generation import ROOT


def described(client: Client, **arguments: Any) -> dict[str, Any]:
    answer = client.call("describe_schema", **arguments).structuredContent
    assert answer is not None
    assert len(json.dumps(answer)) < LIST_LIMIT
    return answer


def test_the_top_has_every_key_of_the_published_schema(client: Client) -> None:
    for form in ("bundle", "application"):
        published = json.loads((ROOT / "docs" / f"{form}.schema.json").read_text())
        found = described(client, form=form)["form"]
        assert found["properties"].keys() == published["properties"].keys()
        assert found["required"] == published["required"]


@pytest.mark.parametrize(
    ("path", "keys"),
    [
        ("component", {"name", "replicas", "liveness_probe"}),
        ("component.env", {"name", "value"}),
        ("component.env[0]", {"name", "value"}),
        ("component.liveness_probe.httpGet", {"path", "port"}),
        ("environments.prod", {"replicas", "enable_hpa"}),
    ],
)
def test_a_path_leads_to_its_keys(client: Client, path: str, keys: set[str]) -> None:
    form = described(client, path=path)["form"]
    assert keys <= form.get("items", form)["properties"].keys()


def test_what_is_not_there_is_told_with_what_is_near(client: Client) -> None:
    answer = described(client, path="component.autoscal")
    assert answer["status"] == "failed"
    (problem,) = answer["problems"]
    assert (problem["code"], problem["message"]) == ("path-unknown", "component has no autoscal")
    assert problem["remedy"] == "Did you mean autoscale?"
    assert described(client, path="trace_id.x")["problems"][0]["remedy"] == "It has no parts of its own."
