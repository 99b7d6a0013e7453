"""Runs whose telemetry goes to a receiver of the test."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from agent.bootstrap import Agent, build_agent
from agent.bootstrap.telemetry import build_telemetry
from agent.settings import Settings
from tests.support.generation import settings_in
from tests.support.otlp_receiver import Received, grpc_receiver, http_receiver

Receiver = Callable[[], AbstractContextManager[Received]]
RECEIVERS: dict[str, Receiver] = {"http/protobuf": http_receiver, "grpc": grpc_receiver}


class Watched:
    """An agent whose telemetry is received; what was received is there once it is closed.

    Attributes:
        settings: its settings.
        received: what was sent.
    """

    def __init__(self, settings: Settings, received: Received) -> None:
        self.settings = settings
        self.received = received
        self.agent: Agent = build_agent(settings)

    def close(self) -> None:
        """Have everything sent."""
        telemetry = build_telemetry(self.settings)
        assert telemetry is not None
        telemetry.close()


@pytest.fixture
def watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watched]:
    """An agent that sends to a receiver over HTTP."""
    with http_receiver() as received:
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", received.endpoint)
        yield Watched(settings_in(tmp_path / "state"), received)
