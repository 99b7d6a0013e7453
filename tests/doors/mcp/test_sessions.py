"""What a client hears, is asked and reads besides calling tools; over HTTP, where sessions are cheap."""

import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import anyio
import httpx2
import pytest
import yaml
from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.exceptions import McpError
from mcp.types import (
    CallToolRequest,
    CallToolRequestParams,
    CallToolResult,
    CancelTaskRequest,
    CancelTaskRequestParams,
    CancelTaskResult,
    ClientRequest,
    CreateTaskResult,
    ElicitRequestParams,
    ElicitResult,
    GetTaskPayloadRequest,
    GetTaskPayloadRequestParams,
    GetTaskRequest,
    GetTaskRequestParams,
    GetTaskResult,
    ListTasksRequest,
    ListTasksResult,
    LoggingMessageNotificationParams,
    PromptReference,
    ResourceTemplateReference,
    TaskMetadata,
    TextContent,
    TextResourceContents,
)
from pydantic import AnyUrl

from agent.doors.mcp.reading import _TEMPLATES
from tests.doors.mcp.conftest import files_below
from tests.support.generation import EXAMPLES

pytestmark = pytest.mark.xdist_group("mcp-http")

MINIMAL: dict[str, Any] = yaml.safe_load((EXAMPLES / "minimal.yaml").read_text())
ORDER = (EXAMPLES / "order-service.yaml").read_text()
_PATIENCE = timedelta(seconds=100)


class Visit:
    """A session with what it heard."""

    def __init__(self, session: ClientSession, logs: list[LoggingMessageNotificationParams]) -> None:
        self.session, self.logs = session, logs

    async def call(self, name: str, **arguments: Any) -> dict[str, Any]:
        result = await self.session.call_tool(name, arguments, _PATIENCE)
        assert result.structuredContent is not None, result.content
        return result.structuredContent

    async def read(self, address: str) -> str:
        (contents,) = (await self.session.read_resource(AnyUrl(address))).contents
        assert isinstance(contents, TextResourceContents)
        return contents.text

    async def complete(self, template: str, name: str, value: str, known: dict[str, str]) -> list[str]:
        reference = ResourceTemplateReference(type="ref/resource", uri=template)
        done = await self.session.complete(reference, {"name": name, "value": value}, known or None)
        return done.completion.values


Answer = Callable[[ElicitRequestParams], dict[str, str] | None]


@pytest.fixture
def visit(http_address: str) -> Callable[..., Any]:
    """Does something in a session of its own."""

    def run(what: Callable[[Visit], Awaitable[Any]], answer: Answer | None = None, address: str = http_address) -> Any:
        async def elicited(_context: Any, asked: ElicitRequestParams) -> ElicitResult:
            assert answer is not None
            said = answer(asked)
            return ElicitResult(action="decline") if said is None else ElicitResult(action="accept", content=dict(said))

        async def visiting() -> Any:
            logs: list[LoggingMessageNotificationParams] = []

            async def log(message: LoggingMessageNotificationParams) -> None:
                logs.append(message)

            async with streamable_http_client(f"{address}/") as (reading, writing, _):
                more = {"elicitation_callback": elicited} if answer else {}
                async with ClientSession(reading, writing, logging_callback=log, **more) as session:
                    await session.initialize()
                    return await what(Visit(session, logs))

        return anyio.run(visiting)

    return run


def test_progress_rises_step_by_step(visit: Callable[..., Any]) -> None:
    heard: list[tuple[float, float | None, str | None]] = []

    async def listen(progress: float, total: float | None, message: str | None) -> None:
        heard.append((progress, total, message))

    async def what(here: Visit) -> None:
        arguments = {"bundle": MINIMAL, "output": "progress"}
        await here.session.call_tool("generate_infrastructure", arguments, _PATIENCE, listen)

    visit(what)
    assert [progress for progress, *_ in heard] == list(range(1, len(heard) + 1))
    assert {total for _, total, _ in heard} == {len(heard)}
    assert (heard[0][2], heard[-1][2]) == ("template_resolver.load", "event_emitter.emit")


def test_events_are_told_before_the_answer_at_the_level_that_is_wanted(visit: Callable[..., Any]) -> None:
    async def what(here: Visit) -> tuple[list[Any], list[Any]]:
        answer = await here.call("generate_infrastructure", bundle=MINIMAL, output="events")
        told = [(message.level, message.logger, message.data) for message in here.logs]
        assert told == [("info", "lifecycle", event) for event in answer["events"]]
        here.logs.clear()
        await here.session.set_logging_level("error")
        await here.call("generate_infrastructure", bundle=MINIMAL, output="events", force=True)
        assert here.logs == []
        await here.call("generate_infrastructure", bundle={"component": {}})
        return told, [(message.level, message.data["event"]) for message in here.logs]

    _, failed = visit(what)
    assert failed == [("error", "InfrastructureGenerationFailed")]


def without(*paths: str) -> dict[str, Any]:
    bundle: dict[str, Any] = json.loads(json.dumps(MINIMAL))
    for path in paths:
        *around, key = path.split(".")
        part = bundle
        for name in around:
            part = part[name]
        del part[key]
    return bundle


@pytest.mark.parametrize("as_text", [True, False])
def test_the_user_is_asked_for_what_is_missing(visit: Callable[..., Any], as_text: bool) -> None:
    asked: list[Any] = []

    def answer(question: ElicitRequestParams) -> dict[str, str]:
        asked.append(question.requestedSchema)  # type: ignore[union-attr]
        return {"trace_id": "trace-asked-1", "component_transport": "http"}

    async def what(here: Visit) -> dict[str, Any]:
        bundle = without("trace_id", "component.transport")
        given = yaml.safe_dump(bundle) if as_text else bundle
        return await here.call("generate_infrastructure", bundle=given, dry_run=True)

    told = visit(what, answer)
    assert told["status"] == "generated"
    assert {event["trace_id"] for event in told["events"]} <= {"trace-asked-1"}
    (schema,) = asked
    assert set(schema["required"]) == set(schema["properties"]) == {"trace_id", "component_transport"}


@pytest.mark.parametrize("said", [None, {"trace_id": ""}])
def test_a_user_who_does_not_answer_is_told_the_mistake(visit: Callable[..., Any], said: dict[str, str] | None) -> None:
    async def what(here: Visit) -> dict[str, Any]:
        return await here.call("generate_infrastructure", bundle=without("trace_id"), dry_run=True)

    assert [problem["path"] for problem in visit(what, lambda _: said)["problems"]] == ["trace_id"]
    assert [problem["path"] for problem in visit(what)["problems"]] == ["trace_id"]


def test_of_several_bundles_in_a_text_it_is_told_what_is_missing(visit: Callable[..., Any]) -> None:
    async def what(here: Visit) -> dict[str, Any]:
        several = "---\n".join(yaml.safe_dump(bundle) for bundle in (without("trace_id"), without("blueprint_id")))
        return await here.call("generate_infrastructure", bundle=several, dry_run=True)

    told = visit(what, lambda _: {"trace_id": "trace-asked-1", "blueprint_id": "usecase-asked"})
    assert told["status"] == "failed"
    assert {problem["code"] for problem in told["problems"]} <= {"trace-missing", "missing-key", "name-collision"}


def test_nobody_is_asked_where_something_else_is_wrong(visit: Callable[..., Any]) -> None:
    def never(_: ElicitRequestParams) -> None:
        raise AssertionError

    async def what(here: Visit) -> dict[str, Any]:
        bundle = without("trace_id")
        bundle["component"]["replicas"] = "many"
        return await here.call("plan_generation", bundle=bundle)

    assert {problem["path"] for problem in visit(what, never)["problems"]} >= {"trace_id", "component.replicas"}


def test_a_call_that_is_cancelled_leaves_nothing_and_others_go_on(visit: Callable[..., Any], http_folder: Path) -> None:
    async def what(here: Visit) -> str:
        async def doomed() -> None:
            with anyio.move_on_after(0.05):
                await here.call("generate_infrastructure", bundle=ORDER, output="doomed")

        async with anyio.create_task_group() as group:
            group.start_soon(doomed)
            other = await here.call("generate_infrastructure", bundle=ORDER, output="beside")
        return str(other["status"])

    assert visit(what) == "generated"
    workspace = http_folder / "workspace"
    doomed = files_below(workspace / "doomed")
    assert doomed in ({}, files_below(workspace / "beside"))


def test_a_call_can_be_a_task_that_is_asked_about_later(visit: Callable[..., Any], http_folder: Path) -> None:
    async def begun(here: Visit, **arguments: Any) -> str:
        params = CallToolRequestParams(
            name="generate_infrastructure", arguments=arguments, task=TaskMetadata(ttl=60_000)
        )
        request = ClientRequest(CallToolRequest(params=params))
        created = await here.session.send_request(request, CreateTaskResult)
        assert created.task.status == "working"
        return created.task.taskId

    async def what(here: Visit) -> None:
        task = await begun(here, bundle=MINIMAL, output="task")
        asked = GetTaskPayloadRequest(params=GetTaskPayloadRequestParams(taskId=task))
        result = await here.session.send_request(ClientRequest(asked), CallToolResult)
        assert (result.structuredContent or {})["status"] == "generated"
        assert (result.meta or {})["io.modelcontextprotocol/related-task"] == {"taskId": task}
        ended = await here.session.send_request(
            ClientRequest(GetTaskRequest(params=GetTaskRequestParams(taskId=task))), GetTaskResult
        )
        assert ended.status == "completed"
        doomed = await begun(here, bundle=ORDER, output="doomed-task")
        cancel = ClientRequest(CancelTaskRequest(params=CancelTaskRequestParams(taskId=doomed)))
        assert (await here.session.send_request(cancel, CancelTaskResult)).status == "cancelled"
        with pytest.raises(McpError, match="has ended: cancelled"):
            await here.session.send_request(cancel, CancelTaskResult)
        listed = await here.session.send_request(ClientRequest(ListTasksRequest()), ListTasksResult)
        assert [one.taskId for one in listed.tasks] == [task, doomed]

    async def stranger(here: Visit) -> None:
        listed = await here.session.send_request(ClientRequest(ListTasksRequest()), ListTasksResult)
        assert listed.tasks == []

    visit(what)
    visit(stranger)
    workspace = http_folder / "workspace"
    for folder in ("task", "doomed-task"):
        assert (workspace / folder / "artifacts.json").is_file() or (folder, files_below(workspace / folder)) == (
            "doomed-task",
            {},
        )


def test_a_run_is_found_read_file_by_file_retried_and_rolled_back(visit: Callable[..., Any], http_folder: Path) -> None:
    async def what(here: Visit) -> None:
        made = await here.call("generate_infrastructure", bundle=MINIMAL, output="run")
        run = made["run"]
        listed = await here.call("list_runs", trace_id=MINIMAL["trace_id"])
        assert run in [one["run"] for one in listed["runs"]]
        result = await here.session.call_tool("get_run", {"run": run}, _PATIENCE)
        told = result.structuredContent or {}
        assert told["run"]["status"] == "announced"
        links = [str(block.uri) for block in result.content if block.type == "resource_link"]
        assert links[0] == f"infra://runs/{run}"
        record = json.loads(await here.read(links[0]))
        assert record["run_id"] == run
        entries = json.loads(await here.read(f"infra://runs/{run}/artifacts"))
        assert [entry["path"] for entry in entries] == told["files"]
        values = await here.read(f"infra://runs/{run}/artifacts/charts/ping/values.yaml")
        assert values == (http_folder / "workspace" / "run" / "charts" / "ping" / "values.yaml").read_text()
        changed = await here.call("retry_run", run=run, reason="more of it", overrides=["component.replicas=2"])
        assert (changed["status"], changed["receipt"]["location"]) == ("generated", "run")
        assert changed["digest"] != made["digest"]
        back = await here.call("rollback_output", output="run", to=run)
        assert (back["status"], back["digest"]) == ("published", made["digest"])
        compared = await here.call("compare_outputs", bundle=MINIMAL, folder="run")
        assert compared["status"] == "same", compared

    visit(what)


def test_every_kind_of_resource_can_be_completed_and_read(visit: Callable[..., Any]) -> None:
    async def what(here: Visit) -> None:
        await here.call("generate_infrastructure", bundle=MINIMAL, output="completed")
        for resource in (await here.session.list_resources()).resources:
            assert await here.read(str(resource.uri))
        templates = (await here.session.list_resource_templates()).resourceTemplates
        assert len(templates) == len(_TEMPLATES)
        for template in templates:
            known: dict[str, str] = {}
            address = template.uriTemplate.replace("{+", "{")
            for name in [part.partition("}")[0] for part in address.split("{")[1:]]:
                choices = await here.complete(template.uriTemplate, name, "", known)
                assert 0 < len(choices) <= 100
                known[name] = choices[0]
                assert choices[0] in await here.complete(template.uriTemplate, name, choices[0][:5], known)
                assert await here.complete(template.uriTemplate, name, "no such thing", known) == []
            contents = (await here.session.read_resource(AnyUrl(address.format(**known)))).contents
            assert contents

    visit(what)


@pytest.mark.parametrize(
    "address",
    [
        "infra://schemas/nothing",
        "infra://templates/nothing",
        "infra://policies/..%2F..%2Fcatalog",
        "infra://policies/../catalog",
        "infra://codes/nothing",
        "infra://runs/nothing",
        "infra://runs/nothing/artifacts/x",
        "infra://nothing/x",
        "file:///etc/passwd",
        "https://example.com/",
    ],
)
def test_what_is_not_there_is_an_error_of_the_protocol(visit: Callable[..., Any], address: str) -> None:
    async def what(here: Visit) -> None:
        with pytest.raises(McpError) as caught:
            await here.read(address)
        assert caught.value.error.code == -32002
        (problem,) = caught.value.error.data["problems"]
        assert problem["remedy"]
        assert "root:" not in str(caught.value)

    visit(what)


def test_the_prompt_takes_arguments_that_can_be_completed(visit: Callable[..., Any]) -> None:
    async def what(here: Visit) -> None:
        (prompt,) = (await here.session.list_prompts()).prompts
        needed = {argument.name for argument in prompt.arguments or [] if argument.required}
        assert "output_format" not in needed
        assert all(argument.description for argument in prompt.arguments or [])
        given = {name: f"value-of-{name}" for name in needed}
        messages = (await here.session.get_prompt("input", given)).messages
        texts = [message.content.text for message in messages if isinstance(message.content, TextContent)]
        assert all(any(value in text for text in texts) for value in given.values())
        with pytest.raises(McpError, match="trace_id"):
            await here.session.get_prompt("input", {})
        with pytest.raises(McpError, match="Unknown prompt"):
            await here.session.get_prompt("other", {})
        reference = PromptReference(type="ref/prompt", name="input")
        done = await here.session.complete(reference, {"name": "transport", "value": "q"})
        assert done.completion.values == ["queue"]
        done = await here.session.complete(reference, {"name": "component_type", "value": "micro"})
        assert done.completion.values == ["microservice"]

    visit(what)


def test_publishing_is_closed_unless_the_server_opens_it(visit: Callable[..., Any], http_folder: Path) -> None:
    async def what(here: Visit) -> dict[str, Any]:
        where = ["oci://127.0.0.1:9/charts", f"git+file://{http_folder}/repository#main"]
        return await here.call("generate_infrastructure", bundle=MINIMAL, output="published", publish=where)

    told = visit(what)
    assert told["status"] == "failed"
    assert {problem["code"] for problem in told["problems"]} == {"publish-closed"}
    assert not (http_folder / "workspace" / "published").exists()


def _post(address: str, body: str | bytes | dict[str, Any], **headers: str) -> httpx2.Response:
    own = {"Accept": "application/json, text/event-stream", "Content-Type": "application/json", **headers}
    content = json.dumps(body) if isinstance(body, dict) else body
    return httpx2.post(f"{address}/", content=content, headers=own, timeout=100)


_HELLO: dict[str, Any] = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-11-25",
        "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"},
    },
}


@pytest.mark.parametrize("depth", [201, 900, 100_000])
def test_a_message_that_is_nested_too_deep_is_answered(http_address: str, depth: int) -> None:
    nested = '{"a":' * depth + "1" + "}" * depth
    said = _post(http_address, f'{{"jsonrpc":"2.0","method":"tools/call","params":{{"x":{nested}}},"id":"deep"}}')
    assert said.status_code == 400
    assert said.json()["id"] == "deep"
    assert "200 levels deep" in said.json()["error"]["message"]


def test_a_message_with_too_many_values_is_answered_before_anybody_works_at_it(http_address: str) -> None:
    many = ",".join("1" * 30_000)
    said = _post(http_address, f'{{"jsonrpc":"2.0","method":"tools/call","params":{{"x":[{many}]}},"id":"many"}}')
    assert (said.status_code, said.json()["id"]) == (400, "many")
    assert "more than 25000 values" in said.json()["error"]["message"]


@pytest.mark.parametrize("body", [b'{"id": 1, "method": "\xff"}', '{"id": 1, "method": "x"}'.encode("utf-16"), b"{\0}"])
def test_a_message_that_is_no_text_of_utf_8_is_refused(http_address: str, body: bytes) -> None:
    said = _post(http_address, body)
    assert said.status_code == 400
    assert "JSON in UTF-8" in said.json()["error"]["message"]


def test_a_body_that_is_too_large_is_refused(http_address: str) -> None:
    assert _post(http_address, " " * (9 * 1024 * 1024)).status_code == 413


@pytest.mark.parametrize(
    "headers", [{"Host": "evil.example.com"}, {"Origin": "http://evil.example.com"}, {"Authorization": "Bearer no"}]
)
def test_whoever_comes_from_elsewhere_is_not_let_in(http_address: str, headers: dict[str, str]) -> None:
    assert _post(http_address, _HELLO, **headers).status_code in (401, 403)


def _opened(address: str) -> dict[str, str]:
    """Open a session by hand; return its headers."""
    opened = _post(address, _HELLO)
    session = {"mcp-session-id": opened.headers["mcp-session-id"], "mcp-protocol-version": "2025-11-25"}
    _post(address, {"jsonrpc": "2.0", "method": "notifications/initialized"}, **session)
    return session


def test_a_client_whose_connection_broke_gets_what_it_missed_and_nothing_of_others(http_address: str) -> None:
    session, other = _opened(http_address), _opened(http_address)
    call = {"name": "plan_generation", "arguments": {"bundle": MINIMAL}}
    message = {"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": call}
    own = {"Accept": "application/json, text/event-stream", **session}
    with httpx2.stream("POST", f"{http_address}/", json=message, headers=own, timeout=100) as broken:
        last = next(line for line in broken.iter_lines() if line.startswith("id: ")).removeprefix("id: ")
    of_another = {**message, "params": {"name": "list_runs", "arguments": {}}}
    assert "listed" in _post(http_address, of_another, **other).text
    again = {"Accept": "text/event-stream", "Last-Event-ID": last, **session}
    answers: list[dict[str, Any]] = []
    with httpx2.stream("GET", f"{http_address}/", headers=again, timeout=100) as resumed:
        for line in resumed.iter_lines():
            answers += [json.loads(line.removeprefix("data: "))] if line.startswith("data: {") else []
            if answers and line == "data: ":  # what was missed is told, and the stream goes on
                break
            if answers and "id" in answers[-1]:
                break
    assert [answer["id"] for answer in answers] == [2]
    assert answers[0]["result"]["structuredContent"]["status"] == "planned"
    foreign = {"Accept": "text/event-stream", "Last-Event-ID": last, **other}
    with httpx2.stream("GET", f"{http_address}/", headers=foreign, timeout=100) as nothing:
        assert b"planned" not in nothing.read()
