"""A worker that ends before it is told to has failed, and says so with its exit code."""

from pathlib import Path

import pytest
from docket import Worker

from agent.doors.worker.serving import WorkerOptions, serve_worker
from tests.support.generation import settings_in
from tests.support.ports import free_port


@pytest.mark.parametrize("error", [TypeError("a defect of docket"), None], ids=str)
def test_a_worker_in_which_nobody_works_any_longer_ends_with_a_failure(
    error: Exception | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def ends(_worker: Worker) -> None:
        if error is not None:
            raise error

    monkeypatch.setattr(Worker, "run_forever", ends)
    intake = f"redis://127.0.0.1:{free_port()}/0#requests"
    settings = settings_in(tmp_path / "state", workspace=tmp_path, intake=intake)
    with pytest.raises((TypeError, RuntimeError), match="docket"):
        serve_worker(settings, WorkerOptions(processes=1))
