import asyncio

import pytest
from semantic_kernel import Kernel
from semantic_kernel.connectors.ai.function_choice_behavior import FunctionChoiceBehavior
from semantic_kernel.functions import kernel_function

from foundation.language_model.errors import ModelUnavailableError
from foundation.language_model.model import LanguageModel
from foundation.language_model.scripted import STAND_IN, ScriptedChat
from foundation.model.conversation import Answer, Message, ToolCall

QUESTION = [Message(role="user", text="What?")]


class Counter:
    """Counts how often it is called."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    @kernel_function(name="count", description="Counts.")
    def count(self, what: str) -> str:
        self.calls.append(what)
        return f"{len(self.calls)}"


def test_lines_come_in_their_order_and_then_no_more() -> None:
    service = ScriptedChat(["one", Answer(refusal="no"), lambda request: request.messages[0]["content"].upper()])
    model = LanguageModel(service, STAND_IN)
    answers = [asyncio.run(model.ask(QUESTION)) for _ in range(3)]
    assert [answer.text or answer.refusal for answer in answers] == ["one", "no", "WHAT?"]
    with pytest.raises(ModelUnavailableError, match="only 3 answers"):
        asyncio.run(model.ask(QUESTION))
    assert len(service.asked) == 4


def test_a_line_may_fail() -> None:
    with pytest.raises(TimeoutError):
        asyncio.run(LanguageModel(ScriptedChat([TimeoutError()]), STAND_IN).ask(QUESTION))


def test_the_kernel_calls_functions_for_it_and_goes_on() -> None:
    counter, kernel = Counter(), Kernel()
    kernel.add_plugin(counter, plugin_name="counter")
    call = Answer(tool_calls=[ToolCall(id="1", name="counter-count", arguments='{"what": "a"}')])
    service = ScriptedChat([call.model_copy(update={"finish_reason": "tool_calls"}), "done"])
    answer = asyncio.run(
        LanguageModel(service, STAND_IN).ask(QUESTION, kernel=kernel, functions=FunctionChoiceBehavior.Auto())
    )
    assert (answer.text, counter.calls) == ("done", ["a"])
    assert [tool["function"]["name"] for tool in service.asked[0].tools] == ["counter-count"]
    assert [message["role"] for message in service.asked[1].messages] == ["user", "assistant", "tool"]
