"""What goes over the pipes, byte by byte, without the SDK's client."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from time import sleep
from typing import IO, Any

import pytest

from tests.doors.mcp.conftest import environment, files_below
from tests.support.generation import EXAMPLES, ROOT

pytestmark = pytest.mark.xdist_group("mcp")

ORDER = (EXAMPLES / "order-service.yaml").read_text()
_PATIENCE_SECONDS = 120
_INITIALIZE = {
    "protocolVersion": "2025-11-25",
    "capabilities": {},
    "clientInfo": {"name": "test", "version": "1"},
}


class Pipes:
    """A server with its three pipes."""

    def __init__(self, process: subprocess.Popen[str], capabilities: dict[str, Any]) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self.process, self.stdin, self.stdout = process, process.stdin, process.stdout
        self.told: list[dict[str, Any]] = []
        self.send(1, "initialize", {**_INITIALIZE, "capabilities": capabilities})
        self.first = json.loads(self.stdout.readline())
        self.write({"jsonrpc": "2.0", "method": "notifications/initialized"})

    def write(self, message: dict[str, Any]) -> None:
        self.stdin.write(json.dumps(message) + "\n")
        self.stdin.flush()

    def send(self, number: int, method: str, params: dict[str, Any]) -> None:
        self.write({"jsonrpc": "2.0", "id": number, "method": method, "params": params})

    def call(self, number: int, name: str, **arguments: Any) -> None:
        self.send(number, "tools/call", {"name": name, "arguments": arguments})

    def read(self) -> dict[str, Any]:
        """Return the next answer; what the server tells beside answers is kept."""
        while "id" not in (message := json.loads(self.stdout.readline())):
            self.told.append(message)
        return message


@contextmanager
def started(folder: Path, capabilities: dict[str, Any] | None = None, /, **changes: str) -> Iterator[Pipes]:
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "agent", "mcp"],
            cwd=ROOT,
            env=environment(folder, **changes),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            encoding="utf-8",
        )
        # A server that answers no more is killed, so that its test fails instead of waiting without end.
        watchdog = Timer(_PATIENCE_SECONDS, process.kill)
        watchdog.start()
        with process:
            try:
                yield Pipes(process, capabilities or {})
            finally:
                watchdog.cancel()
                process.kill()


@pytest.fixture(scope="module")
def insulted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipes]:
    """One server for every broken message: what the first does not end, the next may."""
    folder, impatient = tmp_path_factory.mktemp("insulted"), {"INFRA_ENGINEER_MCP_QUESTION_SECONDS": "0.2"}
    with started(folder, {"elicitation": {}}, **impatient) as pipes:
        yield pipes


def test_nothing_but_the_protocol_is_on_standard_output(tmp_path: Path) -> None:
    with started(tmp_path, INFRA_ENGINEER_LOG_LEVEL="debug") as pipes:
        pipes.call(2, "generate_infrastructure", bundle=ORDER)
        pipes.call(3, "validate_manifests", manifests="kind: [")
        pipes.call(4, "plan_generation", bundle="a: [")
        pipes.call(5, "no_such_tool")
        pipes.send(6, "ping", {})
        answers = {answer["id"]: answer for answer in (pipes.read() for _ in range(5))}
        pipes.stdin.close()
        assert pipes.stdout.read() == ""
        assert pipes.process.wait() == 0
    assert pipes.first["result"]["protocolVersion"] == "2025-11-25"
    assert set(answers) == {2, 3, 4, 5, 6}
    assert all(message["jsonrpc"] == "2.0" for message in [*answers.values(), *pipes.told])
    assert {message["method"] for message in pipes.told} == {"notifications/message"}
    assert answers[2]["result"]["structuredContent"]["status"] == "generated"
    assert answers[4]["result"]["isError"]
    assert answers[5]["error"]["code"] == -32602


def test_a_child_process_does_not_read_the_requests(tmp_path: Path) -> None:
    reader, running = tmp_path / "helm", tmp_path / "running"
    reader.write_text(f"#!/bin/sh\ntouch {running}\ncat >&2\necho printed\nexit 1\n")
    reader.chmod(0o755)
    with started(tmp_path, INFRA_ENGINEER_HELM_ENGINE="binary", INFRA_ENGINEER_HELM_BINARY=str(reader)) as pipes:
        pipes.call(2, "generate_infrastructure", bundle=ORDER)
        while not running.exists() and pipes.process.poll() is None:
            sleep(0.01)
        answers: dict[int, dict[str, Any]] = {}
        for number in range(3, 13):  # one may be lucky; all ten are not
            pipes.send(number, "ping", {})
            while number not in answers:
                answer = pipes.read()
                answers[answer["id"]] = answer
        if 2 not in answers:
            answers[2] = pipes.read()
        assert answers[2]["result"]["isError"]


def test_a_ping_is_answered_while_a_call_works(tmp_path: Path) -> None:
    with started(tmp_path) as pipes:
        pipes.call(2, "generate_infrastructure", bundle=ORDER)  # the first one loads the kernel too
        pipes.send(3, "ping", {})
        assert [pipes.read()["id"], pipes.read()["id"]] == [3, 2]


def test_a_cancelled_call_leaves_all_or_nothing_and_the_server_goes_on(tmp_path: Path) -> None:
    with started(tmp_path) as pipes:
        pipes.call(2, "generate_infrastructure", bundle=ORDER, output="cancelled")
        pipes.write({"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": 2}})
        assert "error" in pipes.read()
        pipes.call(3, "generate_infrastructure", bundle=ORDER, output="whole")
        assert pipes.read()["result"]["structuredContent"]["status"] == "generated"
    folders = {path.name for path in (tmp_path / "workspace").iterdir()}
    assert folders in ({"whole"}, {"whole", "cancelled"})
    for folder in folders:
        assert files_below(tmp_path / "workspace" / folder) == files_below(tmp_path / "workspace" / "whole")


@pytest.mark.parametrize(
    "line",
    [
        "this is no JSON",
        '{"jsonrpc": "2.0", "id": 7, "method": "no/such/method"}',
        '{"jsonrpc": "2.0", "id": 7, "method": "tools/call", "params": {"name": 5, "arguments": "s3cret-value"}}',
        '{"jsonrpc": "2.0", "id": 7, "method": "tools/call", "params": "s3cret-value"}',
        "[" * 10_000,
        "",
        "[]",
        "null",
        '[{"jsonrpc": "2.0", "id": 9, "method": "tools/list"}]',
        "\x00\x01\ufffe",
        '{"jsonrpc": "2.0", "id": null, "method": "ping"}',
        '{"jsonrpc": "2.0", "id": [9], "method": "ping"}',
        '{"jsonrpc": "2.0", "id": "\\ud800", "method": "ping", "params": ' + "[" * 300 + "]" * 300 + "}",
        '{"jsonrpc": "2.0", "id": ' + "9" * 5_000 + ', "method": "ping", "params": ' + "[" * 300 + "]" * 300 + "}",
        '{"jsonrpc": "2.0", "id": 77, "result": {"action": "accept", "content": {"trace_id": "s3cret-value"}}}',
        '{"jsonrpc": "2.0", "id": "0", "error": {"code": 1, "message": "s3cret-value"}}',
        '{"jsonrpc": "2.0", "id": 9, "result": {"a": "\\ud800"}}',
        '{"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": 424242}}',
        '{"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": {"a": 1}}}',
        '{"jsonrpc": "2.0", "method": "notifications/progress", "params": {"progressToken": "x", "progress": "much"}}',
        '{"jsonrpc": "2.0", "method": "notifications/s3cret-value", "params": {"a": 1}}',
        '{"jsonrpc": "2.0", "method": "notifications/progress", "params": {"progressToken": 1, "progress": 1}}\n' * 500,
        '{"jsonrpc": "2.0", "id": 7, "method": "initialize", "params": {"protocolVersion": 5}}',
        '{"jsonrpc": "2.0", "id": 7, "method": "tasks/get", "params": {"taskId": "../../x"}}',
        '{"jsonrpc": "2.0", "id": 7, "method": "logging/setLevel", "params": {"level": "silly"}}',
        '{"jsonrpc": "2.0", "id": 7, "method": "completion/complete", "params": {"ref": {"type": "ref/no"}}}',
    ],
)
def test_a_broken_message_does_not_end_the_server(insulted: Pipes, line: str) -> None:
    insulted.stdin.write(line + "\n")
    insulted.send(9, "ping", {})
    while (answer := insulted.read()).get("id") != 9:
        assert "s3cret-value" not in json.dumps(answer)
    assert answer["result"] == {}


@pytest.mark.parametrize(
    "asked",
    [
        '"jsonrpc": "1.0", "method": "ping"',
        '"method": "ping"',
        '"jsonrpc": "2.0", "method": "tools/call", "params": {"name": "list_runs", "arguments": {"scope": "\\ud800"}}',
        '"jsonrpc": "2.0", "method": "ping", "params": {"a": ' + "9" * 6_000 + "}",
        '"jsonrpc": "2.0", "method": "ping", "params": {',
    ],
)
def test_a_request_that_cannot_be_read_is_answered_all_the_same(insulted: Pipes, asked: str) -> None:
    insulted.stdin.write(f'{{"id": 31, {asked}}}\n')
    insulted.stdin.flush()
    answer = insulted.read()
    assert (answer["id"], answer["error"]["code"]) == (31, -32600)


def test_a_line_that_is_too_long_is_answered_and_not_kept(insulted: Pipes) -> None:
    before = _most_memory(insulted)
    text = "long " * 8_000_000
    insulted.stdin.write(f'{{"jsonrpc":"2.0","method":"ping","params":{{"x":"{text}"}},"id":"long"}}\n')
    insulted.send(9, "ping", {})
    answer = insulted.read()
    assert (answer["id"], answer["error"]["code"]) == ("long", -32600)
    assert insulted.read() == {"jsonrpc": "2.0", "id": 9, "result": {}}
    assert _most_memory(insulted) - before < 30_000


def _most_memory(pipes: Pipes) -> int:
    """Return the most kilobytes that a server has had in memory."""
    status = Path(f"/proc/{pipes.process.pid}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:"))


def test_a_message_with_too_many_values_is_answered(insulted: Pipes) -> None:
    insulted.call(30, "plan_generation", bundle={"x": ["a"] * 30_000})
    answer = insulted.read()
    assert (answer["id"], answer["error"]["code"]) == (30, -32600)
    assert "more than 25000 values" in answer["error"]["message"]


def test_a_question_that_nobody_answers_ends_in_the_mistake(insulted: Pipes) -> None:
    bundle = ORDER.replace("trace_id: trace-ord-8128\n", "")
    insulted.call(40, "generate_infrastructure", bundle=bundle, dry_run=True)
    asked = insulted.read()
    assert asked["method"] == "elicitation/create"
    answer = insulted.read()
    assert (answer["id"], answer["result"]["isError"]) == (40, True)
    assert [one["path"] for one in answer["result"]["structuredContent"]["problems"]] == ["trace_id"]
    insulted.write({"jsonrpc": "2.0", "id": asked["id"], "result": {"action": "accept", "content": {"trace_id": "x"}}})
    insulted.send(9, "ping", {})
    assert insulted.read() == {"jsonrpc": "2.0", "id": 9, "result": {}}


def test_input_that_ends_in_the_middle_of_a_call_ends_it(tmp_path: Path) -> None:
    with started(tmp_path) as pipes:
        pipes.call(2, "generate_infrastructure", bundle=ORDER)
        pipes.stdin.write('{"jsonrpc": "2.0", "id": 3, "method": "pi')
        pipes.stdin.close()
        left = [json.loads(line) for line in pipes.stdout]
        assert pipes.process.wait(60) == 0
    assert all(message["jsonrpc"] == "2.0" for message in left)
    assert (tmp_path / "log").read_text() == ""


@pytest.mark.parametrize("depth", [198, 210, 990, 100_000])
def test_a_message_that_is_nested_deep_is_answered(insulted: Pipes, depth: int) -> None:
    nested = '{"a":' * depth + "1" + "}" * depth
    params = f'{{"name":"plan_generation","arguments":{{"bundle":{nested}}}}}'
    insulted.stdin.write(f'{{"jsonrpc":"2.0","method":"tools/call","params":{params},"id":{depth}}}\n')
    insulted.stdin.flush()
    answer = insulted.read()
    assert answer["id"] == depth
    told = answer["error"]["message"] if "error" in answer else answer["result"]["content"][0]["text"]
    assert "deep" in told


def test_values_of_a_bundle_are_not_logged(tmp_path: Path) -> None:
    secret = ORDER.replace("queue.order.processing", "s3cret-value")
    with started(tmp_path, INFRA_ENGINEER_LOG_LEVEL="debug") as pipes:
        pipes.call(2, "generate_infrastructure", bundle=secret)
        pipes.call(3, "generate_infrastructure", bundle=secret.replace("replicas: 2", "replicas: s3cret-value"))
        pipes.send(4, "tools/call", {"name": ["s3cret-value"]})
        assert {pipes.read()["id"] for _ in range(3)} == {2, 3, 4}
    assert "s3cret-value" not in (tmp_path / "log").read_text()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_server_while_its_input_is_open(tmp_path: Path, number: signal.Signals) -> None:
    with started(tmp_path) as pipes:
        pipes.send(2, "ping", {})
        assert pipes.read()["result"] == {}
        pipes.process.send_signal(number)
        assert pipes.process.wait(60) in (130, 143)
    assert "Traceback" not in (tmp_path / "log").read_text()


def test_standard_input_may_be_a_file_and_before_it_begins_nothing_is_done(tmp_path: Path) -> None:
    messages = [
        {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "list_runs", "arguments": {}}},
        {"jsonrpc": "2.0", "id": 2, "method": "initialize", "params": {**_INITIALIZE, "capabilities": []}},
        {"jsonrpc": "2.0", "id": 3, "method": "initialize", "params": {**_INITIALIZE, "protocolVersion": "1900-01-01"}},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
    ]
    requests = tmp_path / "requests"
    requests.write_text("".join(json.dumps(message) + "\n" for message in messages))
    with requests.open() as source:
        answers = [json.loads(line) for line in _output(source, tmp_path).splitlines()]
    assert [answer["error"]["code"] for answer in answers[:2]] == [-32602, -32602]
    assert (answers[2]["id"], answers[2]["result"]["protocolVersion"]) == (3, "2025-11-25")


@pytest.mark.parametrize("line", ["[" * 200_000, '{"a":' * 40_000, "[[[["], ids=["brackets", "braces", "few"])
def test_input_that_ends_with_lines_that_are_no_messages_ends_well(tmp_path: Path, line: str) -> None:
    hello = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": _INITIALIZE})
    requests = tmp_path / "requests"
    requests.write_text(f"{hello}\n" + f"{line}\n" * 20)
    with requests.open() as source:
        answers = [json.loads(answer) for answer in _output(source, tmp_path).splitlines()]
    assert answers[0]["id"] == 1
    assert {answer["method"] for answer in answers[1:]} <= {"notifications/message"}


def _output(source: IO[str], folder: Path) -> str:
    return subprocess.run(
        [sys.executable, "-m", "agent", "mcp"],
        cwd=ROOT,
        env=environment(folder),
        stdin=source,
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stdout
