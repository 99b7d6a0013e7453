"""Servers as they are: each refuses something that others want, in words of its own."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import BaseModel

from foundation.language_model.errors import ModelRejectedError, ModelUnavailableError
from foundation.language_model.habits import ROOM_TO_THINK
from foundation.language_model.metered import MeteredChat
from foundation.model.conversation import Answer, Message
from tests.foundation.language_model.conftest import Connected
from tests.support.chat_server import Reply, completion, failure, stream

Connect = Callable[..., Connected]
SETTINGS = {"temperature": 0.0, "max_tokens": 50, "seed": 1}


class Form(BaseModel):
    word: str


def refusal(message: str, status: int = 400, **fields: Any) -> Reply:
    """Return an error as OpenAI gives it."""
    return Reply(status, {"error": {"message": message, "type": "invalid_request_error", "param": None, **fields}})


#: Refusals as these servers give them, with what is no longer sent afterwards and what is sent instead.
DIALECTS: dict[str, tuple[Reply, set[str], dict[str, Any]]] = {
    "OpenAI, a model that thinks": (
        refusal(
            "Unsupported parameter: 'max_tokens' is not supported with this model. "
            "Use 'max_completion_tokens' instead.",
            param="max_tokens",
            code="unsupported_parameter",
        ),
        {"max_tokens"},
        {"max_completion_tokens": 50 + ROOM_TO_THINK},
    ),
    "OpenAI, no temperature": (
        refusal(
            "Unsupported value: 'temperature' does not support 0 with this model. Only the default (1) is supported.",
            param="temperature",
            code="unsupported_value",
        ),
        {"temperature"},
        {},
    ),
    "Azure, an old version of the API": (
        Reply(
            400,
            {
                "error": {
                    "code": "BadRequest",
                    "message": "response_format value as json_schema is enabled only for api versions 2024-08-01",
                }
            },
        ),
        set(),
        {"response_format": {"type": "json_object"}},
    ),
    "vLLM, extra fields": (
        Reply(
            400,
            {
                "object": "error",
                "message": "[{'type': 'extra_forbidden', 'loc': ('body', 'seed'), 'msg': 'Extra inputs'}]",
                "type": "BadRequestError",
                "param": None,
                "code": 400,
            },
        ),
        {"seed"},
        {},
    ),
    "a proxy that validates": (
        Reply(422, {"detail": [{"loc": ["body", "response_format"], "msg": "Input should be 'text'"}]}),
        set(),
        {"response_format": {"type": "json_object"}},
    ),
    "llama.cpp, a schema of which it makes no grammar": (
        refusal("failed to parse grammar", code=400),
        set(),
        {"response_format": {"type": "json_object"}},
    ),
    "vLLM, a schema of which it makes no grammar": (
        Reply(
            400,
            {
                "object": "error",
                "message": "The provided JSON schema contains features not supported by xgrammar.",
                "type": "BadRequestError",
                "code": 400,
            },
        ),
        set(),
        {"response_format": {"type": "json_object"}},
    ),
    "a server in Python": (
        Reply(500, {"error": "unknown argument json_schema"}),
        set(),
        {"response_format": {"type": "json_object"}},
    ),
}


def ask(found: Connected, settings: dict[str, Any] = SETTINGS) -> Answer:
    return asyncio.run(found.model.ask([Message(role="user", text="Answer as JSON.")], settings, response=Form))


def heard(found: Connected) -> list[str]:
    """Have what is said kept."""
    said: list[str] = []
    service = found.model.service
    assert isinstance(service, MeteredChat)
    service.say = said.append
    return said


@pytest.mark.parametrize("name", DIALECTS)
def test_what_a_server_refuses_is_left_out_once_and_for_all(connected: Connect, name: str) -> None:
    reply, gone, instead = DIALECTS[name]
    found = connected(reply, completion("one"), completion("two"))
    said = heard(found)
    assert [ask(found).text, ask(found).text] == ["one", "two"]
    first, *others = found.server.requests
    assert len(others) == 2, "the second question is asked once"
    for sent in others:
        expected = {key: value for key, value in first.items() if key not in gone} | instead
        assert sent == expected
    assert len(said) == 1
    assert said[0].startswith("gpt-4o: the endpoint does not take ")
    assert found.pauses == []
    assert found.spending.calls == 3


def test_the_form_of_answers_goes_from_schema_to_object_to_text(connected: Connect) -> None:
    no_schema = refusal("Invalid type 'json_schema'.", param="response_format.type")
    no_object = refusal("'response_format' of type 'json_object' is not supported")
    found = connected(no_schema, no_object, completion("{}"), completion("{}"))
    said = heard(found)
    ask(found)
    ask(found)
    forms = [request.get("response_format", {}).get("type") for request in found.server.requests]
    assert forms == ["json_schema", "json_object", None, None]
    assert said == [
        "gpt-4o: the endpoint does not take json_schema; it gets json_object from now on",
        "gpt-4o: the endpoint does not take json_object; it gets the form in the prompt's text alone from now on",
    ]


def test_a_server_that_takes_nothing_gets_the_conversation_alone(connected: Connect) -> None:
    names = ("temperature", "seed", "max_tokens", "max_completion_tokens", "json_schema", "json_object")
    replies = [refusal(f"Unrecognized request argument supplied: {name}") for name in names]
    found = connected(*replies, completion("done"))
    assert ask(found).text == "done"
    assert found.server.requests[-1].keys() == {"model", "messages", "stream"}


@pytest.mark.parametrize(
    "reply",
    [
        refusal(
            "This model's maximum context length is 512 tokens. However, you requested 3000 tokens (2950 in the "
            "messages, 50 in max_tokens).",
            param="messages",
            code="context_length_exceeded",
        ),
        Reply(
            400,
            {
                "error": {
                    "code": 400,
                    "message": "the request exceeds the available context size, try increasing it",
                    "type": "exceed_context_size_error",
                    "n_prompt_tokens": 2950,
                    "n_ctx": 512,
                }
            },
        ),
        Reply(
            400,
            {
                "object": "error",
                "message": "'max_tokens' is too large: the model's context window is 512.",
                "code": 400,
            },
        ),
        Reply(
            400,
            {
                "error": {
                    "message": "The decoder prompt (length 700) is longer than the maximum model length of 512.",
                    "type": "BadRequestError",
                    "code": 400,
                }
            },
        ),
        Reply(500, {"error": {"message": "the input length exceeds maximum context length", "type": "api_error"}}),
        Reply(200, {"error": {"message": "context length exceeded", "code": 400}}),
        refusal("prompt is too long: 200251 tokens > 200000 maximum"),
        Reply(422, {"error": "`inputs` tokens + `max_new_tokens` must be <= 4096. Given: 4000", "error_type": "x"}),
        refusal("The input token count (1050000) exceeds the maximum number of tokens allowed (1048576)."),
    ],
    ids=["OpenAI", "llama.cpp", "vLLM", "vLLM's engine", "Ollama", "status 200", "Anthropic", "TGI", "Gemini"],
)
def test_a_context_that_is_too_small_has_its_own_remedy(connected: Connect, reply: Reply) -> None:
    found = connected(reply)
    with pytest.raises(ModelRejectedError) as raised:
        ask(found)
    (problem,) = raised.value.problems
    assert problem.code == "model-context"
    assert "--ctx-size" in problem.remedy
    assert len(found.server.requests) == 1


def test_a_refusal_tells_the_endpoints_own_words_and_none_of_its_text(connected: Connect) -> None:
    found = connected(refusal("Bad thing in: the secret question", code="invalid_value", param="messages"))
    with pytest.raises(ModelRejectedError) as raised:
        ask(found)
    assert raised.value.problems[0].message == (
        "the model's endpoint answered with status 400, invalid_value, invalid_request_error, parameter messages"
    )


@pytest.mark.parametrize("word", ["a b", "x\x1b[2J", "y" * 200, 7, ["max_tokens"], {"a": "b"}])
def test_words_of_strangers_pass_the_token_filter(connected: Connect, word: Any) -> None:
    found = connected(Reply(400, {"error": {"message": "no", "type": word, "param": word, "code": word}}))
    with pytest.raises(ModelRejectedError) as raised:
        ask(found)
    assert raised.value.problems[0].message == "the model's endpoint answered with status 400"


@pytest.mark.parametrize("body", ["<html>busy</html>", "[]", "null", '{"error": null}', '{"error": "no"}', "{"])
def test_bodies_of_any_form_are_read(connected: Connect, body: str) -> None:
    found = connected(Reply(400, body), completion("never"))
    with pytest.raises(ModelRejectedError, match="status 400"):
        ask(found)


def test_a_filter_that_names_a_parameter_is_no_refusal_of_it(connected: Connect) -> None:
    found = connected(refusal("filtered; see temperature", code="content_filter"))
    with pytest.raises(ModelRejectedError, match="content_filter"):
        ask(found)
    assert len(found.server.requests) == 1


def test_a_crash_that_names_nothing_is_retried_as_before(connected: Connect) -> None:
    found = connected(failure(500, "x"), completion("ok"))
    assert ask(found).text == "ok"
    assert found.server.requests[0] == found.server.requests[1]
    assert found.pauses == [0.5]


def test_refusals_cannot_go_beyond_the_budget(connected: Connect) -> None:
    found = connected(*[refusal("no seed"), refusal("no temperature")], completion("never"), model_max_calls=2)
    with pytest.raises(Exception, match="2 calls are spent"):
        ask(found)
    assert len(found.server.requests) == 2


def test_a_server_that_names_the_same_over_and_over_is_given_up(connected: Connect) -> None:
    found = connected(*[refusal("seed?")] * 9)
    with pytest.raises((ModelRejectedError, ModelUnavailableError)):
        ask(found)
    assert len(found.server.requests) == 2
    assert json.dumps(found.server.requests[1]).count("seed") == 0


def test_a_limit_that_is_too_high_is_not_left_out(connected: Connect) -> None:
    found = connected(refusal("max_tokens is too large: 50. This model supports at most 40.", param="max_tokens"))
    with pytest.raises(ModelRejectedError) as raised:
        ask(found)
    assert raised.value.problems[0].remedy.startswith("Check the parameters in the prompt's execution_settings")
    assert len(found.server.requests) == 1


@pytest.mark.parametrize(
    "words",
    [
        "This model only support stream mode, please enable the stream parameter to access the model.",
        "This endpoint only supports streaming.",
    ],
)
def test_who_gives_answers_in_pieces_only_is_asked_for_pieces_from_then_on(connected: Connect, words: str) -> None:
    found = connected(refusal(words), stream(["on", "e"]), stream(["two"]))
    said = heard(found)
    assert [ask(found).text, ask(found).text] == ["one", "two"]
    assert [request["stream"] for request in found.server.requests] == [False, True, True]
    assert said == ["gpt-4o: the endpoint gives no answer as a whole; answers are streamed from now on"]
    assert found.spending.usage.total == 2 * 120


@pytest.mark.parametrize(
    ("reply", "remedy"),
    [
        (refusal("no", 402), "Look at the account that pays for the model."),
        (failure(429, "insufficient_quota"), "The quota is used up: raise it, or look at the account that pays"),
        (refusal("no", 405), "Check INFRA_ENGINEER_MODEL_NAME and INFRA_ENGINEER_MODEL_BASE_URL."),
        (Reply(413, "<html>"), "The request is larger than the endpoint or its quota takes"),
        (refusal("no", 422), "Check the parameters"),
        (refusal("no", code="content_filter"), "Look at the component's texts; something in them is filtered."),
        (Reply(200, {"error": {"message": "no", "code": 401}}), "Check INFRA_ENGINEER_MODEL_API_KEY"),
    ],
)
def test_each_refusal_has_the_remedy_that_mends_it(connected: Connect, reply: Reply, remedy: str) -> None:
    with pytest.raises(ModelRejectedError) as raised:
        ask(connected(reply))
    assert raised.value.problems[0].remedy.startswith(remedy)


def answering(**changes: Any) -> Reply:
    """Return a completion whose choice is another one than the API's description has."""
    reply = completion("fine")
    (choice,) = reply.body["choices"]
    message = {"message": changes.pop("message")} if "message" in changes else {}
    return Reply(body={**reply.body, "choices": [{**choice, **message, **changes}]})


def text_part(text: str) -> dict[str, str]:
    return {"type": "text", "text": text}


@pytest.mark.parametrize(
    ("reply", "text", "reason"),
    [
        (answering(finish_reason="eos_token"), "fine", "stop"),
        (answering(finish_reason=None), "fine", "stop"),
        (answering(finish_reason="model_length"), "fine", "length"),
        (answering(message={"content": "fine"}), "fine", "stop"),
        (answering(message={"role": "model", "content": "fine"}), "fine", "stop"),
        (answering(message={"role": "assistant", "content": [text_part("fi"), text_part("ne")]}), "fine", "stop"),
        (answering(message={"role": "assistant", "content": [{"type": "thinking"}, text_part("a")]}), "a", "stop"),
        (answering(message={"role": "assistant", "content": "a", "reasoning_content": "b"}), "a", "stop"),
        (answering(message={"role": "assistant", "content": "", "reasoning_content": "b"}), "", "stop"),
        (Reply(body={**completion("").body, "choices": []}), "", "stop"),
    ],
)
def test_answers_in_a_dialect_are_read(connected: Connect, reply: Reply, text: str, reason: str) -> None:
    answer = ask(connected(reply))
    assert (answer.text, answer.finish_reason, answer.refusal) == (text, reason, None)


@pytest.mark.parametrize("counted", ["many", None, -5, 10**30, 1.5])
def test_numbers_of_tokens_that_are_none_are_booked_as_expected(connected: Connect, counted: Any) -> None:
    usage = {"prompt_tokens": counted, "completion_tokens": 1, "total_tokens": 1}
    found = connected(Reply(body={**completion("fine").body, "usage": usage}))
    assert (ask(found).text, found.spending.usage.output_tokens) == ("fine", 50)


def test_an_error_with_status_200_that_may_pass_is_asked_again(connected: Connect) -> None:
    found = connected(Reply(body={"error": {"message": "Provider returned error", "code": 502}}), completion("fine"))
    assert ask(found).text == "fine"
    assert found.pauses == [0.5]


def test_an_answer_that_nobody_can_read_is_booked_with_what_was_expected(connected: Connect) -> None:
    found = connected(Reply(body="<html>busy</html>"), model_retries=0)
    with pytest.raises(ModelUnavailableError):
        ask(found)
    assert (found.spending.calls, found.spending.usage.output_tokens) == (1, 50)
