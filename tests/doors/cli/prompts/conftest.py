from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.evaluation.conftest import DATASET, PRICES, PROMPT
from tests.support.chat_server import ChatServer, Reply


@pytest.fixture
def workshop(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A prompt folder of one's own in the current folder, searched before the built-in one."""
    folder = workspace / "prompts"
    (folder / "small" / "evals").mkdir(parents=True)
    (folder / "small" / "v1.yaml").write_text(PROMPT)
    (folder / "small" / "v2.yaml").write_text(
        PROMPT.replace("version: 1", "version: 2").replace("Say {{ word }}.", "Please say {{ word }}.")
    )
    (folder / "small" / "evals" / "words.yaml").write_text(DATASET)
    (folder / "prices.yaml").write_text(PRICES)
    monkeypatch.setenv("INFRA_ENGINEER_PROMPT_PATH", str(folder))
    return folder


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., ChatServer]]:
    """Starts a model on this machine and points the settings to it."""
    with ExitStack() as stack:

        def serve(*script: Reply, calls: str = "loopback") -> ChatServer:
            server = stack.enter_context(ChatServer(script).running())
            monkeypatch.setenv("INFRA_ENGINEER_MODEL_PROVIDER", "compatible")
            monkeypatch.setenv("INFRA_ENGINEER_MODEL_NAME", "gpt-4o")
            monkeypatch.setenv("INFRA_ENGINEER_MODEL_BASE_URL", server.url)
            monkeypatch.setenv("INFRA_ENGINEER_MODEL_CALLS", calls)
            monkeypatch.setenv("INFRA_ENGINEER_MODEL_RETRIES", "0")
            return server

        yield serve
