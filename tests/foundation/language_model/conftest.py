from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from agent.bootstrap import build_budget, build_language_model
from agent.settings import Settings
from foundation.language_model.metered import MeteredChat
from foundation.language_model.model import LanguageModel
from tests.support.chat_server import ChatServer, Reply


@dataclass
class Connected:
    """A model behind a loopback server, and the pauses that it made between attempts."""

    model: LanguageModel
    server: ChatServer
    pauses: list[float] = field(default_factory=list)

    @property
    def spending(self) -> Any:
        service = self.model.service
        assert isinstance(service, MeteredChat)
        return service.budget.spending


def model_settings(state: Path, url: str, **changes: Any) -> Settings:
    """Settings of a model on this machine, whatever the environment says."""
    known = {
        "state_dir": state,
        "model_provider": "compatible",
        "model_name": "gpt-4o",
        "model_base_url": url,
        "model_calls": "loopback",
        "model_timeout_seconds": 5.0,
    }
    return Settings(**{**known, **changes})


@pytest.fixture
def connected(tmp_path: Path) -> Iterator[Callable[..., Connected]]:
    """Wires the agent's own connection to a server that gives a script's replies; it never waits."""
    with ExitStack() as stack:

        def connect(*script: Reply, **changes: Any) -> Connected:
            server = stack.enter_context(ChatServer(script).running())
            settings = model_settings(tmp_path, server.url, **changes)
            model = build_language_model(settings, build_budget(settings))
            service = model.service
            assert isinstance(service, MeteredChat)
            result = Connected(model, server)

            async def pause(seconds: float) -> None:
                result.pauses.append(seconds)

            service.retry = replace(service.retry, sleep=pause, jitter=lambda: 1.0)
            return result

        yield connect
