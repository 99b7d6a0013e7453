import socket
import subprocess
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foundation.model.credentials import without_secrets
from foundation.secrets.find import find_secret
from foundation.secrets.kinds import SecretKind
from tests.foundation.secrets.corpus import HARMLESS, SECRETS
from tests.foundation.secrets.examples import examples


@pytest.mark.parametrize(("name", "text", "kind"), SECRETS)
def test_what_is_a_secret(name: str, text: str, kind: SecretKind) -> None:
    assert find_secret(name, text) is kind


@pytest.mark.parametrize(("name", "text"), HARMLESS)
def test_what_is_none(name: str, text: str) -> None:
    assert find_secret(name, text) is None


def test_every_kind_is_in_the_corpus() -> None:
    assert {kind for _, _, kind in SECRETS} == set(SecretKind)


def test_the_corpus_is_large_enough_to_mean_something() -> None:
    assert len(SECRETS) >= 60
    assert len(HARMLESS) >= 60


#: Beginnings of what the patterns look for, over and over.
HOSTILE = ["@a", "a:b@c ", "a:b@", "=a:", "`a", "a.b.", "eyJ.", "t1.", "mysql -p", "redis-cli -a ", "--a ", "a: "]
HOSTILE += ["password: |\n", "password=", "xoxb-1-", "-----BEGIN ", "LS0tLS1CRUdJTi", "A" * 64 + "\n", "$(", "${a:"]


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_search_takes_time_in_proportion_to_the_text(piece: str) -> None:
    times: dict[int, float] = {}
    for size in (20_000, 80_000):
        text = piece * (size // len(piece)) + " @ "
        begin = time.process_time()
        find_secret("NOTE", text)
        without_secrets(text)
        times[size] = time.process_time() - begin
    # Four times the text takes four times as long; the square would be sixteen times.
    assert times[80_000] < 0.05 + 8 * times[20_000]


def test_every_token_is_left_out_of_a_message() -> None:
    for token, _ in examples():
        for text in (f"component.{token} is wrong", f"{token} is not a known key", f"tokens/{token}:1", f"A={token}"):
            assert token not in without_secrets(text)


@settings(max_examples=300)
@given(st.text(max_size=30), st.text(max_size=80))
def test_any_text_has_an_answer_and_keeps_it(name: str, text: str) -> None:
    assert find_secret(name, text) is find_secret(name, text)


@pytest.mark.parametrize("before", ["", "x ", "\n", "see "])
def test_a_token_is_found_amid_other_text(before: str) -> None:
    tokens = [(text, kind) for name, text, kind in SECRETS if name == "X" and kind is not SecretKind.PRIVATE_KEY]
    assert tokens
    for text, kind in tokens:
        assert find_secret("NOTE", f"{before}{text} and so on") is kind


def test_nothing_is_verified_over_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    for name, text, kind in SECRETS:
        # Long text is searched anew, past the cache.
        assert find_secret(name, text + " " * 2000) is kind


def test_the_library_is_loaded_for_no_ordinary_text() -> None:
    texts = [
        "queue.order.processing",
        "ghcr.io/connectsoft/orderservice:1.0.0",
        "http://otel-collector.monitoring:4317",
    ]
    program = (
        "import sys; from foundation.secrets.find import find_secret; "
        "assert not any(find_secret('NOTE', text) for text in sys.argv[1:]); "
        "assert not [name for name in sys.modules if name.startswith(('detect_secrets', 'requests'))]"
    )
    assert subprocess.run([sys.executable, "-c", program, *texts], check=False).returncode == 0
