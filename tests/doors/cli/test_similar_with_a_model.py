"""`similar` with an embedding model: dense vectors beside the sparse ones, from a server on this machine."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.doors.cli.conftest import Outcome
from tests.doors.cli.test_similar import ORDER
from tests.doors.cli.test_similar import known as known
from tests.support.chat_server import Reply, failure
from tests.support.embedding_server import EmbeddingServer

Program = Callable[..., Outcome]


def serving(monkeypatch: pytest.MonkeyPatch, *script: Reply) -> EmbeddingServer:
    server = EmbeddingServer(script)
    settings = {
        "MODEL_PROVIDER": "compatible",
        "MODEL_BASE_URL": server.url,
        "MODEL_CALLS": "loopback",
        "MODEL_MAX_COST": "0",
        "MODEL_RETRIES": "0",
        "SIMILARITY_MODEL": "text-embedding-3-small",
    }
    for name, value in settings.items():
        monkeypatch.setenv(f"INFRA_ENGINEER_{name}", value)
    return server


@pytest.fixture
def server(known: Program, monkeypatch: pytest.MonkeyPatch) -> Iterator[EmbeddingServer]:
    with serving(monkeypatch).running() as server:
        yield server  # type: ignore[misc]


def test_both_kinds_of_vectors_are_asked_and_each_component_is_embedded_once(
    known: Program, server: EmbeddingServer
) -> None:
    found = json.loads(known("similar", ORDER, "--json").out)
    near = [one["component"] for one in found["similar"]]
    assert set(near[:4]) == {f"Stock{number}" for number in range(4)}
    assert near[4] == "InvoiceWorker"
    assert set(server.paths) == {"/v1/embeddings"}
    assert {request["model"] for request in server.requests} == {"text-embedding-3-small"}
    assert len(server.texts) == 1 + 6 + 1, "one for the length of vectors, one for each component, one for the question"
    before = len(server.texts)
    assert json.loads(known("similar", ORDER, "--json").out) == found
    assert len(server.texts) == before + 1, "what is in the index is not asked again"


def test_nothing_but_features_leaves(known: Program, server: EmbeddingServer) -> None:
    assert known("similar", ORDER).code == 0
    sent = json.dumps(server.requests)
    for name in ("OrderService", "Stock", "trace-", "acme", "ghcr.io", "ORDER_QUEUE", "usecase"):
        assert name not in sent, name
    assert "type=microservice" in sent


def test_without_the_setting_nobody_is_asked(
    known: Program, server: EmbeddingServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("INFRA_ENGINEER_SIMILARITY_MODEL")
    assert known("similar", ORDER).code == 0
    assert server.requests == []


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("MODEL_CALLS", "off", "model-calls-disabled"),
        ("MODEL_BASE_URL", "https://models.example.org/v1", "model-calls-disabled"),
        ("MODEL_MAX_CALLS", "1", "model-budget-exceeded"),
        ("MODEL_MAX_TOKENS", "50", "model-budget-exceeded"),
        ("MODEL_PROVIDER", "none", "wrong-setting"),
    ],
)
def test_the_guard_and_the_budget_hold(
    known: Program, server: EmbeddingServer, monkeypatch: pytest.MonkeyPatch, name: str, value: str, code: str
) -> None:
    monkeypatch.setenv(f"INFRA_ENGINEER_{name}", value)
    refused = known("similar", ORDER)
    assert (refused.code in (2, 3), f"error {code}" in refused.err) == (True, True), refused
    assert len(server.requests) <= 1


def test_a_budget_that_does_not_hold_everything_is_gone_on_from(
    known: Program, server: EmbeddingServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INFRA_ENGINEER_MODEL_MAX_CALLS", "2")
    assert known("similar", ORDER).code == 3
    assert known("similar", ORDER).code == 0
    assert len(server.texts) == 1 + 6 + 1


BAD = {
    "down": failure(503, "busy"),
    "key": failure(401, "invalid_api_key"),
    "none": Reply(body={"object": "list", "data": [], "model": "x", "usage": {"prompt_tokens": 1, "total_tokens": 1}}),
    "text": Reply(body={"object": "list", "data": [{"index": 0, "embedding": ["x"]}], "model": "x"}),
    "empty": Reply(body={"object": "list", "data": [{"index": 0, "embedding": []}], "model": "x"}),
    "nonsense": Reply(body="<html>"),
}


@pytest.mark.parametrize("reply", BAD.values(), ids=BAD)
def test_a_model_that_does_not_answer_is_told_and_the_next_time_it_goes_on(
    known: Program, workspace: Path, monkeypatch: pytest.MonkeyPatch, reply: Reply
) -> None:
    with serving(monkeypatch, reply).running():
        failed = known("similar", ORDER)
        assert (failed.code, "error model-" in failed.err, failed.out) == (3, True, "")
        assert "Traceback" not in failed.err
        assert known("similar", ORDER).code == 0
