"""Programs of others as clients: the conformance suite, the Inspector, and Semantic Kernel's plugin."""

import asyncio
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from semantic_kernel import Kernel
from semantic_kernel.connectors.mcp import MCPStdioPlugin, MCPStreamableHttpPlugin
from semantic_kernel.functions import KernelArguments

from tests.doors.mcp.conftest import environment
from tests.doors.mcp.test_tools import TOOLS
from tests.support.generation import EXAMPLES, ROOT
from tests.support.mcp_http import running_mcp
from tests.support.node import node_program, run_node

pytestmark = pytest.mark.xdist_group("mcp-http")

_PACKAGES = ("node_modules", "@modelcontextprotocol")
_SUMMARY = re.compile(r"^([✓✗]) ([\w-]+): (\d+) passed, (\d+) failed$", re.MULTILINE)
MINIMAL = (EXAMPLES / "minimal.yaml").read_text()


@pytest.fixture(scope="module")
def fixture_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server on our stack that answers the names which the suite asks for."""
    folder = tmp_path_factory.mktemp("fixture")
    with running_mcp(folder, environment(folder), fixture=True) as address:
        yield address


def test_the_conformance_suite_passes_whole(fixture_address: str, tmp_path: Path) -> None:
    program = node_program("mcp-conformance", *_PACKAGES, "conformance", "dist", "index.js", get="fetch_mcp_clients.py")
    done = run_node([*program, "server", "--url", f"{fixture_address}/"], tmp_path)
    told = {name: (int(passed), int(failed)) for _, name, passed, failed in _SUMMARY.findall(done.stdout)}
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(told) >= 30
    assert {name for name, (passed, failed) in told.items() if failed or not passed} == set()


def test_schemas_keep_every_word_of_json_schema(fixture_address: str, tmp_path: Path) -> None:
    """A scenario that is not in the suite yet."""
    program = node_program("mcp-conformance", *_PACKAGES, "conformance", "dist", "index.js", get="fetch_mcp_clients.py")
    scenario = ["--scenario", "json-schema-2020-12"]
    done = run_node([*program, "server", "--url", f"{fixture_address}/", *scenario], tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Passed: 4/4, 0 failed, 0 warnings" in done.stdout


class Inspector:
    """The Inspector's command line."""

    def __init__(self, folder: Path, *target: str) -> None:
        self._folder, self._target = folder, target
        self._program = node_program(
            "mcp-inspector",
            *_PACKAGES,
            "inspector",
            "clients",
            "launcher",
            "build",
            "index.js",
            get="fetch_mcp_clients.py",
        )

    def __call__(self, method: str, *more: str) -> dict[str, Any]:
        done = run_node([*self._program, "--cli", *self._target, "--method", method, *more], self._folder)
        assert done.returncode == 0, done.stdout + done.stderr
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer


@pytest.fixture(params=["stdio", "http"])
def inspect(request: pytest.FixtureRequest, tmp_path: Path) -> Inspector:
    if request.param == "http":
        return Inspector(tmp_path, "--transport", "http", "--server-url", request.getfixturevalue("http_address") + "/")
    variables = [part for name, value in environment(tmp_path).items() for part in ("-e", f"{name}={value}")]
    return Inspector(tmp_path, sys.executable, "-m", "agent", "mcp", *variables, "--cwd", str(ROOT))


def test_the_inspector_calls_a_tool(inspect: Inspector) -> None:
    answer = inspect("tools/call", "--tool-name", "plan_generation", "--tool-arg", f"bundle={MINIMAL}")
    assert answer["structuredContent"]["status"] == "planned"


def test_the_inspector_finds_tools_whose_schemas_every_client_can_take(inspect: Inspector) -> None:
    assert [tool["name"] for tool in inspect("tools/list", "--strict")["tools"]] == list(TOOLS)


async def _through_kernel(plugin: MCPStdioPlugin | MCPStreamableHttpPlugin) -> tuple[set[str], str]:
    async with plugin:
        kernel = Kernel()
        functions = kernel.add_plugin(plugin).functions
        result = await kernel.invoke(
            functions["generate_infrastructure"], KernelArguments(bundle=MINIMAL, dry_run=True)
        )
        assert result is not None
        return set(functions), result.value[0].text


@pytest.mark.filterwarnings("ignore:Use `streamable_http_client` instead:DeprecationWarning")  # the kernel does not
@pytest.mark.parametrize("transport", ["stdio", "http"])
def test_semantic_kernel_takes_the_tools_as_functions(
    transport: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if transport == "stdio":
        plugin: MCPStdioPlugin | MCPStreamableHttpPlugin = MCPStdioPlugin(
            "infrastructure", sys.executable, args=["-m", "agent", "mcp"], env=environment(tmp_path), cwd=str(ROOT)
        )
    else:
        plugin = MCPStreamableHttpPlugin("infrastructure", request.getfixturevalue("http_address") + "/")
    functions, text = asyncio.run(_through_kernel(plugin))
    assert functions >= {*TOOLS, "input"}
    assert json.loads(text)["status"] == "generated"
