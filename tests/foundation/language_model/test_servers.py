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
from tests.support.chat_server import Reply, completion, failure

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
    ],
    ids=["OpenAI", "llama.cpp", "vLLM"],
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
