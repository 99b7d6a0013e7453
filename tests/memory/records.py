"""Records to try memory with."""

from typing import Any

from foundation.model.events import Event
from foundation.model.run.artifacts import Artifact, ArtifactSet
from foundation.model.run.trace import KnownTrace
from memory.memory import Written
from memory.records.charts import ChartRecord
from memory.records.outbox import Delivery, OutboxEntry
from memory.records.runs import RunRecord

AT = "2025-05-07T22:45:12Z"
FILES = ArtifactSet(
    files=[
        Artifact(path="charts/orders/values.yaml", content=b"a: 1\n"),
        Artifact(path="manifests/dev/deployment.yaml", content=bytes(range(256)) * 20),
        Artifact(path="manifests/dev/empty.yaml", content=b""),
    ]
)


def known(**changes: Any) -> KnownTrace:
    values = {
        "trace_id": "t-1",
        "blueprint_id": "b-1",
        "component_scope": "Order",
        "component": "Orders",
        "chart_path": "charts/orders/",
        "artifacts": ["deployment.yaml"],
        "environments": ["dev", "prod"],
        "digest": FILES.digest,
        "recorded_at": AT,
    }
    return KnownTrace.model_validate(values | changes)


def run(number: int = 1, **changes: Any) -> RunRecord:
    values = {
        "run_id": f"run-{number}",
        "execution_id": "exec-1",
        "status": "saved",
        "component": "Orders",
        "tenant": "acme",
        "trace_id": "t-1",
        "artifacts": FILES.digest,
        "started_at": AT,
        "recorded_at": AT,
    }
    return RunRecord.model_validate(values | changes)


def chart(number: int = 1, **changes: Any) -> ChartRecord:
    values = {
        "component": "Orders",
        "chart": "orders",
        "version": "1.0.0",
        "artifacts": FILES.digest,
        "archive": "0" * 64,
        "run_id": f"run-{number}",
        "trace_id": "t-1",
        "environments": ["dev"],
        "recorded_at": AT,
    }
    return ChartRecord.model_validate(values | changes)


def entry(number: int = 1, **changes: Any) -> OutboxEntry:
    events = [
        Event(id=f"id-{number}-{count}", event="InfrastructureGenerated", payload={"env": "dev", "ü": count})
        for count in range(3)
    ]
    values = {
        "run_id": f"run-{number}",
        "trace_id": "t-1",
        "events": events,
        "deliveries": {"bus": Delivery()},
        "recorded_at": AT,
    }
    return OutboxEntry.model_validate(values | changes)


def left(number: int = 1) -> Written:
    """What a run leaves."""
    return Written(
        run=run(number),
        artifacts=FILES,
        trace=known(),
        chart=chart(number, version=f"{number}.0.0"),
        outbox=[entry(number)],
    )
