import subprocess
import sys
from importlib.resources import files

import pytest
import yaml
from jsonschema import Draft202012Validator
from mcp.shared.exceptions import McpError
from mcp.types import INVALID_PARAMS

from agent import __version__
from agent.doors.mcp.calls import READY_MADE
from scripts.mcp_tools import mcp_tools
from tests.doors.mcp.conftest import Client
from tests.support.generation import APPLICATION, EXAMPLES

pytestmark = pytest.mark.xdist_group("mcp")


def test_the_handshake_names_the_agent_and_its_workspace(client: Client) -> None:
    assert client.about.protocolVersion == "2025-11-25"
    assert client.about.serverInfo.name == "infrastructure-engineer-agent"
    assert client.about.serverInfo.version == __version__
    assert client.about.capabilities.tools is not None
    assert str(client.workspace) in (client.about.instructions or "")


#: Every tool, and whether it changes anything.
TOOLS = {
    "generate_infrastructure": True,
    "validate_manifests": False,
    "plan_generation": False,
    "explain_values": False,
    "compare_outputs": False,
    "import_manifests": False,
    "describe_schema": False,
    "list_runs": False,
    "get_run": False,
    "retry_run": True,
    "rollback_output": True,
    "find_similar": False,
}


def test_there_are_these_tools_and_no_more_than_a_model_can_tell_apart(client: Client) -> None:
    assert list(client.tools) == list(TOOLS)
    assert len(TOOLS) <= 12


def test_what_is_listed_is_what_the_classes_say() -> None:
    ready_made = files("agent.doors.mcp").joinpath(READY_MADE).read_text()
    assert mcp_tools() == {f"agent/doors/mcp/{READY_MADE}": ready_made}, "run `make docs`"


def test_a_bundle_that_is_one_fits_the_form_that_the_tool_shows(client: Client) -> None:
    form = client.tools["generate_infrastructure"].inputSchema["properties"]["bundle"]
    known = form["anyOf"][0]["properties"]
    for path in sorted(EXAMPLES.glob("*.yaml")):
        for document in yaml.safe_load_all(path.read_text()):
            Draft202012Validator(form).validate(document)
            if path != APPLICATION:
                assert document.keys() <= known.keys()


@pytest.mark.parametrize("name", TOOLS)
def test_every_tool_is_described_by_schemas_that_are_valid_and_closed(client: Client, name: str) -> None:
    tool = client.tools[name]
    assert tool.title
    assert len(tool.description or "") > 100
    for schema in (tool.inputSchema, tool.outputSchema):
        assert schema is not None
        Draft202012Validator.check_schema(schema)
        assert schema["type"] == "object"
        assert schema["additionalProperties"] is False
        assert "title" not in str(schema)
    for argument in tool.inputSchema["properties"].values():
        assert argument["description"]


@pytest.mark.parametrize(("name", "writes"), TOOLS.items())
def test_hints_say_what_a_tool_does_to_its_surroundings(client: Client, name: str, writes: bool) -> None:
    hints = client.tools[name].annotations
    assert hints is not None
    assert hints.readOnlyHint is not writes
    assert hints.destructiveHint is writes
    assert hints.idempotentHint is True
    assert hints.openWorldHint is False


def test_the_list_of_tools_is_small(client: Client) -> None:
    size = sum(len(tool.model_dump_json(by_alias=True, exclude_none=True)) for tool in client.tools.values())
    assert size < 3 * 8_000, "8,000 tokens, at three characters a token, are the limit"


def test_an_unknown_tool_is_an_error_of_the_protocol_that_names_the_known_ones(client: Client) -> None:
    with pytest.raises(McpError, match=r"Unknown tool: shell.*plan_generation") as caught:
        client.call("shell", command="id")
    assert caught.value.error.code == INVALID_PARAMS


def test_importing_the_door_loads_neither_the_sdk_nor_the_kernel() -> None:
    code = "import sys, agent.doors.mcp; print({'mcp', 'semantic_kernel', 'helm_python'} & set(sys.modules))"
    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "set()\n"
