"""A memory in which every text that somebody else can choose tries to act on whoever reads it."""

import json
from typing import Any

from foundation.model.conversation import Message
from foundation.model.errors import Problem
from foundation.model.events import Event
from foundation.model.findings import Finding
from foundation.model.run.artifacts import Artifact, ArtifactSet
from foundation.model.run.plan import Plan
from foundation.model.run.retrying import Retrying
from foundation.model.run.rounds import ModelRound
from foundation.model.run.trace import KnownTrace
from memory.memory import Memory, Written
from memory.records.charts import ChartRecord
from memory.records.dead_letters import DeadLetter
from memory.records.leaves import LeaveRecord
from memory.records.outbox import Delivery, OutboxEntry
from memory.records.requests import RecordedRequest
from memory.records.runs import Landing, RunRecord
from memory.records.templates import TemplateRecord

MARKUP = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7 * 7 }}"
#: Markup, a terminal's colours and title, text that runs backwards, NUL, a private sign and one of a hidden language.
HOSTILE = f"{MARKUP}\x1b[31m\x1b]0;title\x07\u202e\u2066\x00\x9b1m\ue000\U000e0041"
LONG = "W" * 1_000_000
AT = "2026-01-01T00:00:00Z"
TENANT = "acme"
RUN, EARLIER, WAITING = "run-hostile", "run-before", "approval-hostile"
FILE = f"manifests/{MARKUP}\u202e.yaml"
#: The name of a person may have markup, and nothing that is not seen.
PERSON = MARKUP
#: No character of a text that somebody else chose may be one of these.
ACTS = frozenset("\x1b\x07\u202e\u2066\x00\x9b\ue000\U000e0041")


def fill(memory: Memory) -> None:
    """Fill a memory.

    Args:
        memory: the memory.
    """
    own = memory.of(TENANT)
    before, after = (
        ArtifactSet(files=[Artifact(path=FILE, content=text.encode())]) for text in ("a: 1", HOSTILE + LONG)
    )
    own.commit(Written(run=_run(EARLIER, before.digest), artifacts=before))
    own.commit(
        Written(
            run=_run(RUN, after.digest, previous_run=EARLIER),
            artifacts=after,
            trace=_trace(after.digest),
            chart=_chart(after.digest),
            templates=[_use()],
            outbox=[_outbox()],
        )
    )
    own.dead_letters.put(_letter())
    own.leaves.put(_leave())


def _run(run_id: str, digest: str, **changes: Any) -> RunRecord:
    bundle = json.dumps({"component": {"name": HOSTILE, HOSTILE: [HOSTILE, LONG]}})
    return RunRecord(
        run_id=run_id,
        execution_id=f"exec-{HOSTILE}",
        status="blocked",
        component=HOSTILE,
        tenant=TENANT,
        trace_id=HOSTILE,
        blueprint_id=HOSTILE,
        component_scope=HOSTILE,
        request=RecordedRequest(bundle=bundle, digest="", source=HOSTILE),
        plan=Plan(steps=[HOSTILE], reasons={HOSTILE: HOSTILE}),
        findings=[_finding()],
        problems=[_problem()],
        failure=HOSTILE,
        timings={HOSTILE: 1.0},
        artifacts=digest,
        chart_version=HOSTILE,
        environments=[HOSTILE],
        landings=[Landing(kind=HOSTILE, place=HOSTILE, revision=HOSTILE, written=[HOSTILE])],
        retries=Retrying(
            run_id=HOSTILE,
            execution_id="e",
            by=PERSON,
            reason=HOSTILE,
            approved_by=PERSON,
            asked_at=AT,
            overrides=[HOSTILE],
        ),
        rounds=[
            ModelRound(
                model=HOSTILE,
                provider=HOSTILE,
                messages=[Message(role="user", text=HOSTILE + LONG)],
                answer=HOSTILE,
                refusal=HOSTILE,
            )
        ],
        started_at=AT,
        recorded_at=AT,
        **changes,
    )


def _finding() -> Finding:
    texts = dict.fromkeys(("remedy", "file", "object", "path", "environment"), HOSTILE)
    return Finding(code="image-tag", severity="error", message=HOSTILE + LONG, line=1, **texts)


def _problem() -> Problem:
    return Problem(code="yaml-syntax", **dict.fromkeys(("message", "remedy", "file", "path"), HOSTILE))


def _trace(digest: str) -> KnownTrace:
    texts = dict.fromkeys(("trace_id", "blueprint_id", "component_scope", "component", "chart_path"), HOSTILE)
    return KnownTrace(**texts, artifacts=[HOSTILE], environments=[HOSTILE], digest=digest, recorded_at=AT)


def _chart(digest: str) -> ChartRecord:
    texts = dict.fromkeys(("component", "chart", "version", "trace_id"), HOSTILE)
    return ChartRecord(**texts, artifacts=digest, archive="", run_id=RUN, environments=[HOSTILE, "dev"], recorded_at=AT)


def _use() -> TemplateRecord:
    return TemplateRecord(
        template_id="helm-microservice-template-v3",
        component_type=HOSTILE,
        component=HOSTILE,
        sources={HOSTILE: "x"},
        asked="x",
        rendered="x",
        recorded_at=AT,
    )


def _outbox() -> OutboxEntry:
    event = Event(id=HOSTILE, event="HelmChartReady", payload={"event": "HelmChartReady", HOSTILE: [HOSTILE, LONG]})
    waiting = {HOSTILE: Delivery(attempts=3, next_at="2099-01-01T00:00:00Z", problem=HOSTILE)}
    return OutboxEntry(run_id=RUN, trace_id=HOSTILE, events=[event], deliveries=waiting, recorded_at=AT)


def _letter() -> DeadLetter:
    texts = dict.fromkeys(("channel", "entry", "event", "event_id", "sender", "subject"), HOSTILE)
    return DeadLetter(id="dead-hostile", reason="refused", problems=[_problem()], recorded_at=AT, **texts)


def _leave() -> LeaveRecord:
    return LeaveRecord(
        subject=WAITING,
        kind=HOSTILE,
        decision="requested",
        decided_by=PERSON,
        reason=HOSTILE,
        decided_at=AT,
        target=HOSTILE,
        details=[HOSTILE, LONG],
    )
