"""Writes what 10,000 runs leave and asks for some of it: python -m benchmarks.children.memory ADDRESS FOLDER OUTPUT.

The address is ``sqlite`` or that of a Redis server; the folder is for the file; the output is one that the agent wrote.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from foundation.model.events import Event
from foundation.model.run.artifacts import Artifact, ArtifactSet
from foundation.model.run.trace import KnownTrace
from memory.backend import Backend
from memory.memory import Memory, ScopedMemory, Written
from memory.records.charts import ChartRecord
from memory.records.outbox import Delivery, OutboxEntry
from memory.records.runs import RunRecord

TRACES = 10_000
_COMPONENTS = 2_000
_SAMPLES = 200
_AT = "2025-05-07T22:45:12Z"
_AT_ONCE = 50


def _run(number: int, files: ArtifactSet | None) -> Written:
    identity = {"trace_id": f"trace-{number}", "component": f"Component{number % _COMPONENTS}"}
    digest, environments = files.digest if files else "", ["dev", "staging", "prod"]
    run = RunRecord(
        **identity, run_id=f"run-{number}", execution_id=f"exec-{number}", status="saved", tenant="acme",
        artifacts=digest or None, environments=environments, started_at=_AT, recorded_at=_AT,
    )  # fmt: skip
    known = KnownTrace(
        **identity, blueprint_id="b", component_scope="s", chart_path="charts/c/", artifacts=["deployment.yaml"] * 10,
        environments=environments, digest=digest, recorded_at=_AT,
    )  # fmt: skip
    if files is None:
        return Written(run=run, trace=known)
    chart = ChartRecord(
        **identity, chart="c", version="1.0.0", artifacts=digest, archive="", run_id=run.run_id,
        environments=environments, recorded_at=_AT,
    )  # fmt: skip
    events = [Event(id=str(one), event="ManifestPublished", payload={"digest": digest, "n": one}) for one in range(8)]
    entry = OutboxEntry(
        run_id=run.run_id, trace_id=known.trace_id, events=events, deliveries={"file": Delivery()}, recorded_at=_AT
    )
    return Written(run=run, trace=known, artifacts=files, chart=chart, outbox=[entry])


def _timed(ask: Callable[[int], object]) -> list[tuple[float, float]]:
    costs = []
    for number in range(_SAMPLES):
        wall, processor = time.perf_counter(), time.process_time()
        ask(number)
        costs.append((time.perf_counter() - wall, time.process_time() - processor))
    return costs


def _backend(address: str, folder: Path) -> Backend:
    if address == "sqlite":
        from memory.sqlite.backend import SqliteBackend

        return SqliteBackend(folder / "memory.sqlite")
    from memory.redis.backend import RedisBackend

    return RedisBackend(address)


def _costs(memory: ScopedMemory, files: list[ArtifactSet]) -> dict[str, list[tuple[float, float]]]:
    for number in range(TRACES):
        memory.commit(_run(number, None))
    return {
        "record": _timed(lambda number: memory.commit(_run(TRACES + number, files[number]))),
        "by_trace": _timed(lambda number: memory.traces.of_trace(f"trace-{number * 37}")),
        "by_component": _timed(lambda number: memory.traces.of_component(f"Component{number * 7}")),
    }


def _files(output: Path) -> list[ArtifactSet]:
    """Return what many runs would write: the same files, but for one of them."""
    files = [
        Artifact(path=str(path.relative_to(output)), content=path.read_bytes())
        for path in sorted(output.rglob("*"))
        if path.is_file()
    ]
    others = [Artifact(path="zz", content=str(number).encode()) for number in range(_SAMPLES)]
    return [ArtifactSet(files=[*files, other]) for other in others]


if __name__ == "__main__":
    _address, _folder, _output = sys.argv[1:]
    print(json.dumps(_costs(Memory(_backend(_address, Path(_folder))).of("acme"), _files(Path(_output)))))
