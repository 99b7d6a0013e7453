"""docs/mcp.md shows what really happens."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.doors.mcp.conftest import Client, environment
from tests.support.generation import ROOT

pytestmark = pytest.mark.xdist_group("mcp")

PAGE = (ROOT / "docs" / "mcp.md").read_text()
EXAMPLES = re.findall(
    r"<!-- call: (\w+) -->\n```json\n(.*?)```\n\n<!-- answer(: isError)? -->\n```json\n(.*?)```", PAGE, re.DOTALL
)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example[0])
def test_every_example_is_real(client: Client, example: tuple[str, str, str, str]) -> None:
    tool, arguments, error, shown = example
    result = client.call(tool, **json.loads(arguments))
    assert result.isError is bool(error)
    _compare(json.loads(shown), result.structuredContent, "answer")


def _compare(shown: Any, real: Any, place: str) -> None:
    """Hold what the page shows against the answer: "…" stands for the rest, and keys may be left out."""
    if isinstance(shown, dict):
        assert shown.keys() <= real.keys(), place
        for key, value in shown.items():
            _compare(value, real[key], f"{place}.{key}")
    elif isinstance(shown, list):
        items = shown[:-1] if shown[-1:] == ["…"] else shown
        assert len(real) > len(items) if items is not shown else len(real) == len(items), place
        for number, (value, other) in enumerate(zip(items, real, strict=False)):
            _compare(value, other, f"{place}[{number}]")
    elif isinstance(shown, str) and shown.endswith("…"):
        assert real.startswith(shown[:-1]), place
    else:
        assert real == shown, place


def test_there_is_an_example_of_every_tool_and_of_a_mistake(client: Client) -> None:
    assert {tool for tool, *_ in EXAMPLES} == set(client.tools)
    assert any(error for _, _, error, _ in EXAMPLES)
    assert len(EXAMPLES) == PAGE.count("<!-- call:") == PAGE.count("<!-- answer")


def test_the_table_names_every_argument_and_status(client: Client) -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \| .*? \| (.*?) \|$", PAGE, re.MULTILINE)
    assert {name for name, *_ in rows} == set(client.tools)
    for name, takes, statuses in rows:
        tool = client.tools[name]
        assert re.findall(r"`(\w+)`", takes) == sorted(
            tool.inputSchema["properties"], key=lambda argument: takes.index(f"`{argument}`")
        )
        assert tool.outputSchema is not None
        assert re.findall(r"`(\w+)`", statuses) == tool.outputSchema["properties"]["status"]["enum"]


def test_the_registration_starts_a_server(tmp_path: Path) -> None:
    ((text,),) = [re.findall(r"```json\n(\{\n  \"mcpServers\".*?)```", PAGE, re.DOTALL)]
    (server,) = json.loads(text)["mcpServers"].values()
    program = Path(sys.executable).with_name(server["command"])
    assert set(server["env"]) == {"INFRA_ENGINEER_WORKSPACE"}
    request = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "initialize",
        "params": {
            "protocolVersion": "2025-11-25",
            "capabilities": {},
            "clientInfo": {"name": "test", "version": "1"},
        },
    }
    done = subprocess.run(
        [program, *server["args"]],
        input=json.dumps(request) + "\n",
        capture_output=True,
        encoding="utf-8",
        env=environment(tmp_path),
        check=True,
    )
    assert str(tmp_path / "workspace") in json.loads(done.stdout)["result"]["instructions"]
