import asyncio
import socket
from collections.abc import Callable

import pytest

from foundation.language_model.errors import ModelCallsDisabledError
from foundation.language_model.guard import CallGuard, is_loopback
from foundation.model.conversation import Message
from tests.foundation.language_model.conftest import Connected
from tests.support.chat_server import completion
from tests.support.sockets import ConnectionForbidden

HERE, ELSEWHERE = "http://127.0.0.1:8080/v1", "https://models.example.com/v1"
QUESTION = [Message(role="user", text="What?")]


@pytest.mark.parametrize(
    ("permission", "forbidden", "url", "allowed"),
    [
        ("off", False, HERE, False),
        ("off", False, ELSEWHERE, False),
        ("loopback", False, HERE, True),
        ("loopback", False, ELSEWHERE, False),
        ("on", False, ELSEWHERE, True),
        ("on", True, ELSEWHERE, False),
        ("on", True, HERE, True),
        ("off", True, HERE, False),
    ],
)
def test_what_is_allowed(permission: str, forbidden: bool, url: str, allowed: bool) -> None:
    guard = CallGuard(permission, forbidden)
    if allowed:
        guard.require(url)
        return
    with pytest.raises(ModelCallsDisabledError) as raised:
        guard.require(url)
    assert raised.value.problems[0].code == "model-calls-disabled"
    assert raised.value.fault == "input"


@pytest.mark.parametrize(
    ("url", "here"),
    [
        ("http://localhost:1/v1", True),
        ("http://[::1]:1/v1", True),
        ("http://127.9.9.9", True),
        ("http://127.0.0.1.example.com", False),
        ("http://localhost.example.com", False),
        ("http://example.com/127.0.0.1", False),
        ("http://10.0.0.1", False),
        ("", False),
    ],
)
def test_only_this_machine_is_loopback(url: str, here: bool) -> None:
    assert is_loopback(url) is here


def test_calls_are_off_by_default(connected: Callable[..., Connected]) -> None:
    found = connected(completion("never"), model_calls="off")
    with pytest.raises(ModelCallsDisabledError) as caught:
        asyncio.run(found.model.ask(QUESTION))
    assert caught.value.problems[0].place == "environment INFRA_ENGINEER_MODEL_CALLS"
    assert found.server.requests == []


def test_a_call_to_the_outside_is_refused_in_tests_even_if_it_is_switched_on(
    connected: Callable[..., Connected],
) -> None:
    found = connected(model_calls="on", model_base_url=ELSEWHERE)
    with pytest.raises(ModelCallsDisabledError, match="forbidden here"):
        asyncio.run(found.model.ask(QUESTION))


@pytest.mark.parametrize("host", ["192.0.2.1", "models.example.com", "127.0.0.1.example.com"])
def test_sockets_of_tests_reach_this_machine_only(host: str) -> None:
    with socket.socket() as one, pytest.raises(ConnectionForbidden):
        one.connect((host, 443))
