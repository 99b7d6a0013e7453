import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from anyio import create_task_group
from anyio.from_thread import BlockingPortal, start_blocking_portal
from jsonschema import Draft202012Validator
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.types import CallToolResult, InitializeResult, Tool

from tests.support.generation import FIXED_TIME, ROOT
from tests.support.mcp_http import running_mcp

#: The SDK's client waits for an answer without end; a server that gave none should fail its test.
_PATIENCE = timedelta(seconds=120)


class Client:
    """The SDK's real client on a server of its own, for tests that are no coroutines."""

    def __init__(self, portal: BlockingPortal, session: ClientSession, workspace: Path, state: Path) -> None:
        self.portal, self.session, self.workspace, self.state = portal, session, workspace, state
        self.about: InitializeResult = portal.call(session.initialize)
        self.tools: dict[str, Tool] = {tool.name: tool for tool in portal.call(session.list_tools).tools}

    def call(self, name: str, **arguments: Any) -> CallToolResult:
        return self.portal.call(self._call, name, arguments)

    def answer(self, name: str, **arguments: Any) -> dict[str, Any]:
        """Call a tool that must not fail, and return what it says."""
        result = self.call(name, **arguments)
        assert not result.isError, result.content
        return _content(result)

    def refusal(self, name: str, **arguments: Any) -> list[dict[str, Any]]:
        """Call a tool that must fail, and return the problems."""
        result = self.call(name, **arguments)
        assert result.isError, result.content
        content = _content(result)
        Draft202012Validator(self.tools[name].outputSchema or {}).validate(content)
        assert content["status"] == "failed"
        for problem in content["problems"]:
            assert problem["code"]
            assert problem["message"]
            assert problem["remedy"]
            assert "Traceback" not in problem["message"]
        return content["problems"]

    def call_together(self, calls: list[tuple[str, dict[str, Any]]]) -> list[CallToolResult]:
        return self.portal.call(self._call_together, calls)

    async def _call(self, name: str, arguments: dict[str, Any]) -> CallToolResult:
        return await self.session.call_tool(name, arguments, _PATIENCE)

    async def _call_together(self, calls: list[tuple[str, dict[str, Any]]]) -> list[CallToolResult]:
        results: dict[int, CallToolResult] = {}

        async def one(number: int, name: str, arguments: dict[str, Any]) -> None:
            results[number] = await self._call(name, arguments)

        async with create_task_group() as group:
            for number, (name, arguments) in enumerate(calls):
                group.start_soon(one, number, name, arguments)
        return [results[number] for number in range(len(calls))]


def _content(result: CallToolResult) -> dict[str, Any]:
    assert result.structuredContent is not None
    return result.structuredContent


def environment(folder: Path, **changes: str) -> dict[str, str]:
    """Return the variables of a server with a workspace and a state folder of its own."""
    (folder / "workspace").mkdir(exist_ok=True)
    return {
        "INFRA_ENGINEER_WORKSPACE": str(folder / "workspace"),
        "INFRA_ENGINEER_STATE_DIR": str(folder / "state"),
        "SOURCE_DATE_EPOCH": str(FIXED_TIME),
        "PATH": "/usr/bin:/bin",
        **changes,
    }


@contextmanager
def serving(folder: Path, **changes: str) -> Iterator[Client]:
    server = StdioServerParameters(
        command=sys.executable, args=["-m", "agent", "mcp"], env=environment(folder, **changes), cwd=ROOT
    )
    with (folder / "log").open("w") as log, start_blocking_portal() as portal, ExitStack() as stack:
        streams = stack.enter_context(portal.wrap_async_context_manager(stdio_client(server, log)))
        session = stack.enter_context(portal.wrap_async_context_manager(ClientSession(*streams)))
        yield Client(portal, session, folder / "workspace", folder / "state")


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with serving(tmp_path_factory.mktemp("mcp")) as client:
        yield client


@pytest.fixture
def client(shared: Client) -> Client:
    """The session's client; starting a server takes seconds, so tests name folders after themselves."""
    return shared


@pytest.fixture
def serve(tmp_path: Path) -> Callable[..., Any]:
    """Starts a server with settings of its own."""
    return lambda **changes: serving(tmp_path, **changes)


def files_below(folder: Path) -> dict[str, bytes | str]:
    """Return every file and link below a folder with its content or target, links not followed."""
    found: dict[str, bytes | str] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found[name] = str(path.readlink())
        elif path.is_file():
            found[name] = path.read_bytes()
    return found


@pytest.fixture(scope="session")
def http_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the server over HTTP, with its workspace, state and log."""
    return tmp_path_factory.mktemp("mcp-http")


@pytest.fixture(scope="session")
def http_address(http_folder: Path) -> Iterator[str]:
    """A server over HTTP, for all tests: a session is opened in no time."""
    with running_mcp(http_folder, environment(http_folder)) as address:
        yield address
