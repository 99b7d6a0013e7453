"""What finds a recording: every part of a request that can change an answer, and nothing else."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.language_model.chat_request import ChatRequest
from foundation.language_model.difference import differences
from foundation.language_model.recording import RecordedRequest, recorded

TOOL = {"type": "function", "function": {"name": "plugin-step", "description": "Does it.", "parameters": {}}}
REQUEST = ChatRequest(
    model="gpt-4o",
    base_url="https://models.example.com/v1",
    messages=[{"role": "system", "content": "be brief"}, {"role": "user", "content": "one\ntwo"}],
    settings={
        "temperature": 0.0,
        "max_tokens": 10,
        "response_format": {"type": "json_schema", "json_schema": {"name": "Draft", "schema": {}}},
    },
    tools=[TOOL],
    tool_choice="auto",
)


def changed(**changes: Any) -> RecordedRequest:
    return recorded(REQUEST.model_copy(update=changes))


def test_the_order_of_keys_does_not_count() -> None:
    settings = dict(reversed(REQUEST.settings.items()))
    messages = [dict(reversed(message.items())) for message in REQUEST.messages]
    assert changed(settings=settings, messages=messages).key == recorded(REQUEST).key


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"model": "other"}, "model: 'gpt-4o' is now 'other'"),
        ({"base_url": "https://x"}, "base_url: 'https://models.example.com/v1' is now 'https://x'"),
        ({"messages": REQUEST.messages[:1]}, "messages: 2 are now 1"),
        ({"messages": [REQUEST.messages[0], {"role": "user", "content": "one\n2"}]}, "  -two"),
        ({"settings": {**REQUEST.settings, "temperature": 1.0}}, "settings.temperature: 0.0 is now 1.0"),
        ({"settings": {**REQUEST.settings, "seed": 1}}, "settings.seed: None is now 1"),
        ({"settings": {"temperature": 0.0, "max_tokens": 10}}, "response schema: Draft "),
        ({"tools": []}, "tool plugin-step is gone"),
        ({"tools": [TOOL, {"type": "function", "function": {"name": "b"}}]}, "tool b is new"),
        ({"tools": [{**TOOL, "function": {**TOOL["function"], "description": "x"}}]}, "tool plugin-step changed"),
        ({"tool_choice": "required"}, "tool_choice: 'auto' is now 'required'"),
    ],
)
def test_every_part_counts_and_its_difference_is_told(changes: dict[str, Any], line: str) -> None:
    asked = changed(**changes)
    assert asked.key != recorded(REQUEST).key
    found = differences(recorded(REQUEST), asked)
    assert any(told.startswith(line) for told in found), found


@given(text=st.text())
def test_another_text_is_another_key_and_a_difference(text: str) -> None:
    asked = changed(messages=[REQUEST.messages[0], {"role": "user", "content": text}])
    same = text == "one\ntwo"
    assert (asked.key == recorded(REQUEST).key) is same
    assert (differences(recorded(REQUEST), asked) == []) is same


def test_long_differences_are_cut() -> None:
    long = "\n".join(str(number) * 300 for number in range(100))
    found = differences(recorded(REQUEST), changed(messages=[REQUEST.messages[0], {"role": "user", "content": long}]))
    assert len(found) < 20
    assert all(len(line) < 200 for line in found)
