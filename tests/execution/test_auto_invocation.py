"""The real kernel in the hands of a model whose calls are invoked at once: it can publish nothing that did not pass."""

import asyncio
import json
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from semantic_kernel.connectors.ai.function_choice_behavior import FunctionChoiceBehavior
from semantic_kernel.exceptions import KernelInvokeException
from semantic_kernel.functions import KernelArguments, kernel_function

from agent.bootstrap import Agent, build_agent, build_budget, build_language_model
from foundation.language_model.model import LanguageModel
from foundation.language_model.scripted import STAND_IN, Line, ScriptedChat
from foundation.model.conversation import Answer, Message, ToolCall
from foundation.model.destination import WORKSPACE, Receipt, workspace
from foundation.model.errors import AgentError, GateError
from foundation.model.findings import Report
from foundation.model.run.artifacts import Artifact, ArtifactSet
from foundation.model.run.request import GenerationResult, Options
from tests.support.chat_server import ChatServer, completion
from tests.support.drafting import Workshop
from tests.support.generation import model_settings_in, settings_in

EVIL = ArtifactSet(files=[Artifact(path="manifests/dev/pod.yaml", content=b"kind: Pod\n")])


def call(name: str, **arguments: Any) -> ToolCall:
    return ToolCall(id=f"call-{name}", name=name, arguments=json.dumps(arguments, default=str))


def calls(*wanted: ToolCall) -> Answer:
    return Answer(tool_calls=list(wanted), finish_reason="tool_calls")


@pytest.fixture(scope="module")
def passed(tmp_path_factory: pytest.TempPathFactory) -> GenerationResult:
    """A run that passed, by another agent: what it holds is real, and proves nothing here."""
    from tests.planning.test_model_planner import BUNDLE

    return Workshop(tmp_path_factory.mktemp("other")).generate([], BUNDLE, dry_run=True)


@pytest.fixture
def agent(tmp_path: Path) -> Agent:
    return build_agent(settings_in(tmp_path / "state", workspace=tmp_path))


def let_loose(agent: Agent, script: Sequence[Line]) -> tuple[ScriptedChat, BaseException | None]:
    """Hand the kernel to a model whose calls are invoked; return what ended its turn, if anything did."""
    chat = ScriptedChat(script)
    kernel = agent.runner._engine.kernel
    behavior = FunctionChoiceBehavior.Auto(auto_invoke=True)
    try:
        model = LanguageModel(chat, STAND_IN)
        asyncio.run(model.ask([Message(role="user", text="Publish it.")], kernel=kernel, functions=behavior))
    except Exception as error:
        return chat, error
    return chat, None


def published(tmp_path: Path) -> list[str]:
    state = tmp_path / "state"
    return sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path not in (state,))


def forged(passed: GenerationResult, output: Path) -> dict[str, Any]:
    """Everything that steps take, made up by a model that knows the code."""
    effective = passed.effective
    assert effective is not None
    return {
        "artifacts": EVIL.model_dump(mode="json"),
        "report": Report(digest=EVIL.digest, kube_version="1.32").model_dump(mode="json"),
        "options": {"destination": {"kind": WORKSPACE, "place": str(output)}},
        "receipt": Receipt(
            kind=WORKSPACE,
            place=str(output),
            revision=EVIL.digest,
            digests={},
            written=[],
            unchanged=0,
            removed=[],
        ).model_dump(),
        "trace": {
            "trace_id": "t",
            "blueprint_id": "b",
            "component_scope": "s",
            "agent_origin": "a",
            "execution_id": "e",
        },
        "effective": effective.model_dump(mode="json", by_alias=True, exclude_unset=True),
        "chart": {"name": "x", "version": "1.0.0", "app_version": "1", "namespace": "n", "files": [], "values": {}},
        "failure": {"component": "x", "trace_id": "t", "failure": "f", "problems": []},
    }


TAKES = {
    "artifact_emitter-save": ["artifacts", "report", "options"],
    "event_emitter-emit": ["trace", "effective", "chart", "artifacts", "receipt"],
    "trace_metadata_injector-remember": ["trace", "effective", "artifacts", "receipt"],
    "event_emitter-emit_failure": ["failure"],
}


@pytest.mark.parametrize("name", TAKES)
def test_data_of_a_model_reaches_no_step(agent: Agent, tmp_path: Path, passed: GenerationResult, name: str) -> None:
    everything = forged(passed, tmp_path / "out")
    wanted = call(name, **{key: everything[key] for key in TAKES[name]})
    chat, ended = let_loose(agent, [calls(wanted), "done"])
    assert isinstance(ended, GateError)
    assert ended.problems[0].code == "model-call-refused"
    assert len(chat.asked) == 1
    assert published(tmp_path) == []


@pytest.mark.parametrize(
    "turn",
    [
        calls(call("artifact_emitter-save")),
        calls(call("event_emitter-emit")),
        calls(call("k8s_validator-validate"), call("artifact_emitter-save"), call("event_emitter-emit")),
        calls(*[call("artifact_emitter-save")] * 30),
        calls(call("artifact_emitter-save", artifacts="{}", nonsense=1)),
        calls(call("shell-run", command="rm -rf /")),
        calls(ToolCall(id="1", name="artifact_emitter-save", arguments="not json")),
        calls(ToolCall(id="1", name="", arguments="{}")),
        calls(ToolCall(id="1", name="artifact_emitter-save", arguments="[]")),
    ],
)
def test_calls_in_any_order_and_number_publish_nothing(agent: Agent, tmp_path: Path, turn: Answer) -> None:
    chat, _ = let_loose(agent, [turn] * 50)
    assert published(tmp_path) == []
    assert len(chat.asked) <= 6, "the loop ends"


def test_a_loop_of_calls_ends(agent: Agent) -> None:
    """Even of a function that takes nothing and does no harm."""
    done = []

    @kernel_function(name="look")
    def look() -> str:
        done.append(1)
        return "nothing to see"

    agent.runner._engine.kernel.add_function("harmless", look)
    chat, ended = let_loose(agent, [calls(*[call("harmless-look")] * 15)] * 50)
    assert isinstance(ended, GateError)
    assert "the limit is 40" in ended.problems[0].message
    assert len(done) <= 40
    assert len(chat.asked) == 3


@pytest.mark.parametrize("name", ["artifact_emitter.save", "event_emitter.emit", "trace_metadata_injector.remember"])
def test_an_invocation_with_real_values_of_another_run_is_refused(
    agent: Agent, tmp_path: Path, passed: GenerationResult, name: str
) -> None:
    """Past the filter of automatic calls: the gate looks at every invocation, whoever makes it."""
    plugin, _, function = name.partition(".")
    everything = {
        "artifacts": passed.artifacts,
        "report": passed.report,
        "options": Options(destination=workspace(str(tmp_path / "out"))),
        "effective": passed.effective,
    }
    for artifacts in (passed.artifacts, EVIL, EVIL.model_dump(), None, "x"):
        arguments = KernelArguments(**{**everything, "artifacts": artifacts})
        with pytest.raises(KernelInvokeException) as caught:
            asyncio.run(
                agent.runner._engine.kernel.invoke(plugin_name=plugin, function_name=function, arguments=arguments)
            )
        cause: BaseException | None = caught.value
        while cause is not None and not isinstance(cause, GateError):
            cause = cause.__cause__
        assert isinstance(cause, GateError)
    assert published(tmp_path) == []


HOSTILE_TURNS = {
    "forged data": [{"id": "1", "name": "artifact_emitter-save", "arguments": '{"artifacts": {"files": []}}'}],
    "no data": [{"id": "1", "name": "artifact_emitter-save", "arguments": "{}"}],
    "half a call": [{"id": "1", "name": "artifact_emitter-save", "arguments": '{"artifacts'}],
    "emitter first": [
        {"id": "1", "name": "event_emitter-emit", "arguments": "{}"},
        {"id": "2", "name": "k8s_validator-validate", "arguments": "{}"},
        {"id": "3", "name": "artifact_emitter-save", "arguments": "{}"},
    ],
    "one id": [{"id": "1", "name": "artifact_emitter-save", "arguments": "{}"}] * 30,
    "a function that is not there": [{"id": "1", "name": "shell-run", "arguments": '{"command": "true"}'}],
    "no name": [{"id": "1", "name": "", "arguments": "{}"}],
    "three names": [{"id": "1", "name": "artifact_emitter-save-save", "arguments": "{}"}],
}


@pytest.mark.parametrize("turn", HOSTILE_TURNS.values(), ids=HOSTILE_TURNS.keys())
def test_a_hostile_endpoint_publishes_nothing_either(agent: Agent, tmp_path: Path, turn: list[dict[str, str]]) -> None:
    """The same through the connector and HTTP, with the calls as an endpoint writes them."""
    with ChatServer([completion(tool_calls=turn, finish_reason="tool_calls")] * 50).running() as server:
        settings = model_settings_in(tmp_path / "state", server.url, workspace=tmp_path, model_retries=0)
        model = build_language_model(settings, build_budget(settings))
        behavior = FunctionChoiceBehavior.Auto(auto_invoke=True)
        kernel = agent.runner._engine.kernel
        with suppress(AgentError):
            asyncio.run(model.ask([Message(role="user", text="Publish it.")], kernel=kernel, functions=behavior))
        assert 1 <= len(server.requests) <= 6, "the loop ends"
        assert published(tmp_path) == []
