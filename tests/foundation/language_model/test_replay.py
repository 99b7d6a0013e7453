import asyncio
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.language_model.answers import answer_of, message_of
from foundation.language_model.errors import RecordingError, RecordingStaleError
from foundation.language_model.model import LanguageModel
from foundation.language_model.recording import Subject
from foundation.language_model.replay import RecordingChat, ReplayChat
from foundation.language_model.scripted import STAND_IN, ScriptedChat
from foundation.language_model.store import RecordingStore
from foundation.model.conversation import Answer, Message, ModelIdentity, TokenUsage, ToolCall
from foundation.model.errors import InputError, OutsideError

SUBJECT = Subject(prompt="expansion", version=1, case="gpu")
SETTINGS = {"temperature": 0.0, "max_tokens": 100}
FULL = Answer(
    text="text",
    finish_reason="length",
    tool_calls=[ToolCall(id="1", name="plugin-function", arguments='{"a": 1')],
    usage=TokenUsage(input_tokens=12, output_tokens=3),
    model="gpt-4o-2024-08-06",
    response_id="chatcmpl-1",
)
REFUSED = Answer(refusal="No, and\nnot: \u2028 ever.", usage=TokenUsage(input_tokens=1, output_tokens=1))


def messages(text: str = "first line\nsecond line") -> list[Message]:
    return [Message(role="system", text="be brief"), Message(role="user", text=text)]


def record(folder: Path, *script: Any, subject: Subject = SUBJECT, times: int = 1, **options: Any) -> ScriptedChat:
    """Ask the script through a recorder."""
    inner = ScriptedChat(script)
    service = RecordingChat(
        inner, STAND_IN, store=RecordingStore(folder), subject=subject, made_by="stand-in", clock=lambda: 0.0, **options
    )
    model = LanguageModel(service, STAND_IN)
    for _ in range(times):
        asyncio.run(model.ask(messages(), SETTINGS))
    return inner


def replay(
    folder: Path, text: str = "first line\nsecond line", *, identity: ModelIdentity = STAND_IN, **settings: Any
) -> Answer:
    service = ReplayChat(RecordingStore(folder), identity, SUBJECT)
    return asyncio.run(LanguageModel(service, identity).ask(messages(text), {**SETTINGS, **settings}))


@pytest.mark.parametrize("answer", [FULL, REFUSED, Answer(), Answer(text="a: [b\n\t\x00 \ud7ff\ue000 é")])
def test_a_replay_gives_what_was_answered(tmp_path: Path, answer: Answer) -> None:
    record(tmp_path, answer)
    assert replay(tmp_path) == answer


@given(text=st.text(), refusal=st.none() | st.text(min_size=1))
def test_messages_carry_answers_unharmed(text: str, refusal: str | None) -> None:
    answer = Answer(text="" if refusal else text, refusal=refusal)
    assert answer_of(message_of(answer, "m")) == answer


@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_files_carry_answers_unharmed(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.mktemp("recordings")
    record(folder, text)
    assert replay(folder).text == text


def test_halves_of_characters_do_not_get_in(tmp_path: Path) -> None:
    record(tmp_path, "a\ud800b")
    assert replay(tmp_path).text == "a\ufffdb"


def test_the_file_says_who_answered(tmp_path: Path) -> None:
    record(tmp_path, "text", note="made for a test")
    (path,) = tmp_path.rglob("*.yaml")
    assert path.parent == tmp_path / "v1" / "scripted"
    assert path.name.startswith("gpu.")
    text = path.read_text()
    assert text.startswith("# NOT a model's answer")
    assert "made_by: stand-in\nnote: made for a test\n" in text
    assert "    content: |-\n      first line\n      second line\n" in text


def test_what_is_recorded_is_not_asked_again(tmp_path: Path) -> None:
    record(tmp_path, "one")
    assert record(tmp_path, "two").asked == []
    assert replay(tmp_path).text == "one"
    assert len(record(tmp_path, "three", mode="rewrite").asked) == 1
    assert replay(tmp_path).text == "three"


def test_repeated_requests_get_one_take_after_the_other(tmp_path: Path) -> None:
    record(tmp_path, "one", "two", times=2)
    service = ReplayChat(RecordingStore(tmp_path), STAND_IN, SUBJECT)
    model = LanguageModel(service, STAND_IN)
    assert [asyncio.run(model.ask(messages(), SETTINGS)).text for _ in range(3)] == ["one", "two", "one"]


def test_an_edited_prompt_is_stale(tmp_path: Path) -> None:
    record(tmp_path, "one")
    with pytest.raises(RecordingStaleError) as raised:
        replay(tmp_path, "first line\nanother line")
    (problem,) = raised.value.problems
    assert problem.code == "recording-stale"
    assert problem.message.splitlines() == [
        "expansion v1, case gpu, model scripted: stale, the request is no longer the recorded one",
        "  message 2 (user) changed:",
        "    -second line",
        "    +another line",
    ]
    assert "prompts record" in problem.remedy


def test_other_settings_are_shown(tmp_path: Path) -> None:
    record(tmp_path, "one")
    with pytest.raises(RecordingStaleError, match=r"settings.temperature: 0.0 is now 0.7"):
        replay(tmp_path, temperature=0.7)
    with pytest.raises(RecordingStaleError, match=r"response schema: none is now json_object"):
        replay(tmp_path, response_format={"type": "json_object"})


def test_nothing_recorded(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match="nothing was recorded yet") as raised:
        replay(tmp_path)
    assert not isinstance(raised.value, RecordingStaleError)


def test_the_nearest_recording_of_another_case_is_named(tmp_path: Path) -> None:
    record(tmp_path, "one", subject=Subject(prompt="expansion", version=1, case="other"))
    with pytest.raises(RecordingError, match="the nearest is of case other") as raised:
        replay(tmp_path, "first line\nanother line")
    assert raised.value.problems[0].code == "recording-missing"


def test_another_endpoint_has_recordings_of_its_own(tmp_path: Path) -> None:
    record(tmp_path, "one")
    elsewhere = STAND_IN.model_copy(update={"base_url": "https://elsewhere.example.com"})
    with pytest.raises(RecordingStaleError, match="base_url: 'stand-in:scripted' is now"):
        replay(tmp_path, identity=elsewhere)


@pytest.mark.parametrize(
    ("text", "code"),
    [("a: [", "yaml-syntax"), ("", "recording-unreadable"), ("made_by: me\n", "wrong-value")],
)
def test_a_broken_recording_is_reported_with_its_file(tmp_path: Path, text: str, code: str) -> None:
    path = tmp_path / "v1" / "scripted" / "gpu.0.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(text)
    with pytest.raises(InputError) as raised:
        RecordingStore(tmp_path).all()
    assert code in {problem.code for problem in raised.value.problems}
    assert {problem.file for problem in raised.value.problems} == {str(path)}


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "v1").write_text("in the way")
    with pytest.raises(OutsideError) as raised:
        record(tmp_path, "one")
    assert raised.value.problems[0].code == "recording-unwritable"
