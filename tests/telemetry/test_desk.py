"""A server's processes: their spans are below the request's, and what they measure adds up in the server."""

from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import forkserver
from pathlib import Path

import anyio
import pytest

from agent.bootstrap.telemetry import build_telemetry
from agent.doors.desk import Desk
from agent.settings import Settings
from foundation.model.errors import AgentError
from tests.doors.desk import works
from tests.support.generation import EXAMPLES, settings_in
from tests.support.otlp_receiver import Received, http_receiver
from tests.telemetry.test_metrics import values

pytestmark = pytest.mark.xdist_group("desk")

PING = (EXAMPLES / "minimal.yaml").read_text()
PARENTS = [f"00-{digit * 32}-{digit * 16}-01" for digit in "123"]


@pytest.fixture
def received(monkeypatch: pytest.MonkeyPatch) -> Iterator[Received]:
    with http_receiver() as received:
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", f"{received.endpoint}/v1/traces")
        monkeypatch.setenv("OTEL_BSP_SCHEDULE_DELAY", "600000")  # they are sent when the processes end
        with _fresh_fork_server(monkeypatch):  # what an earlier test began hands on the environment of its time
            yield received


@contextmanager
def _fresh_fork_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Put another server of processes in place of that of other tests, which ends with the last of its processes."""
    fresh = forkserver.ForkServer()
    for name in ("ensure_running", "get_inherited_fds", "connect_to_new_process", "set_forkserver_preload"):
        monkeypatch.setattr(forkserver, name, getattr(fresh, name))
    yield
    fresh._stop()  # type: ignore[attr-defined]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    workspace = {"workspace": tmp_path / "workspace", "metrics": True, "log_level": "error"}
    return settings_in(tmp_path / "state").model_copy(update=workspace)


def test_requests_of_several_processes_are_one_page_and_have_their_parents(
    settings: Settings, received: Received
) -> None:
    settings.workspace.mkdir()

    async def request(desk: Desk, number: int) -> None:
        await desk.run(works.generation, PING, str(settings.workspace / f"out{number}"), parent=PARENTS[number])

    async def visit() -> None:
        async with Desk(settings, 2) as desk:
            with anyio.fail_after(100):
                async with anyio.create_task_group() as group:
                    for number in range(3):
                        group.start_soon(request, desk, number)
                await desk.run(works.generation, PING, str(settings.workspace / "out0"))
                with pytest.raises(AgentError):
                    await desk.run(works.generation, "component: [", str(settings.workspace / "out"))

    anyio.run(visit)
    telemetry = build_telemetry(settings)
    assert telemetry is not None
    assert telemetry.measuring.page is not None
    found = values(telemetry.measuring.page.render()[0])
    assert found["infragen_generations_total", "kind=generate", "status=generated"] == 3
    assert found["infragen_generations_total", "kind=generate", "status=unchanged"] == 1
    assert found["infragen_cache_lookups_total", "cache=request", "outcome=hit"] == 1
    roots = [span for span in received.spans if span.name == "infragen.start"]
    assert sorted((root.trace[:1], root.parent[:1]) for root in roots if root.parent) == [(d, d) for d in "123"]
    (alone,) = [root for root in roots if not root.parent]
    assert alone.attributes["status"] == "skipped"
