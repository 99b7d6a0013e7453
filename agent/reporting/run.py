"""All that memory knows of one run, as text and as plain data."""

import json
from collections.abc import Iterator
from typing import Any

from agent.reporting.excerpts import Excerpts
from agent.reporting.mistakes import MistakesText, printable
from agent.reporting.runs import columns
from foundation.model.events import Event
from foundation.model.run.retrying import OnRecord, Retrying
from foundation.model.run.rounds import ModelRound
from foundation.source.emit import to_yaml
from foundation.source.tree import shown
from memory.records.history import ShownRun
from memory.records.outbox import OutboxEntry
from memory.records.requests import RecordedRequest


def run_text(found: ShownRun) -> str:
    """Return a run in paragraphs; those of which there is nothing to say are left out."""
    run = found.run
    # The lines that a mistake is about may have changed since: the record has the places, not the text.
    mistakes = MistakesText(Excerpts(lambda _: None), lambda _: False, colored=False)
    known = [finding.problem for finding in run.findings if finding.severity == "error"]
    parts = {
        "steps": columns([[step, _milliseconds(run.timings.get(step))] for step in _steps(found)]),
        "findings": mistakes.of_findings(run.findings),
        "problems": mistakes.of_problems([problem for problem in run.problems if problem not in known]),
        "models": "".join(map(_round, run.rounds)),
        "landings": "".join(_landings(found)),
        "events": "".join(line for entry in found.outbox for line in _events(entry)),
        "request": _request_text(run.request) if run.request is not None else "",
    }
    paragraphs = (f"\n{name}\n{_indented(text)}" for name, text in parts.items() if text)
    return f"{shown(f'{run.run_id}: {run.kind}, {run.status}')}\n{columns(list(_facts(found)))}{''.join(paragraphs)}"


def _facts(found: ShownRun) -> Iterator[list[str]]:
    run = found.run
    kept = "" if found.kept else " (no longer in memory)"
    restored = f"{run.restored_run} ({found.restored or 'not in memory'})" if run.restored_run else None
    facts = {
        "component": run.component,
        "tenant": found.tenant,
        "chart": run.chart_version,
        "environments": ", ".join(run.environments),
        "execution": run.execution_id,
        "trace": run.trace_id,
        "blueprint": run.blueprint_id,
        "scope": run.component_scope,
        "started": run.started_at,
        "recorded": run.recorded_at,
        "attempts": str(run.attempts) if run.attempts > 1 else None,
        "failure": run.failure,
        "artifacts": f"{run.artifacts}{kept}" if run.artifacts else None,
        "previous run": run.previous_run,
        "restores": restored,
        "rebuilds": run.rebuilt_run,
        **(_on_record(run.asked or run.retries)),
    }
    return ([f"  {name}", value] for name, value in facts.items() if value)


def _on_record(asked: OnRecord | None) -> dict[str, str | None]:
    """Return on whose word there is a run, and of a retry what it tries again and how."""
    if asked is None:
        return {}
    retried = {"retries": asked.run_id} if isinstance(asked, Retrying) else {}
    overrides = {"overrides": ", ".join(asked.overrides)} if isinstance(asked, Retrying) else {}
    told = {"asked for by": asked.by, "because": asked.reason, "approved by": asked.approved_by}
    return {**retried, **told, **overrides}


def _steps(found: ShownRun) -> list[str]:
    """Return the steps that were planned and those that were tried."""
    planned = found.run.plan.steps if found.run.plan is not None else []
    return list(dict.fromkeys([*planned, *found.run.timings]))


def _milliseconds(value: float | None) -> str:
    return "not tried" if value is None else f"{value:.1f} ms"


def _landings(found: ShownRun) -> Iterator[str]:
    for one in found.run.landings:
        what = f"{len(one.written)} written, {one.unchanged} unchanged, {len(one.removed)} removed"
        yield shown(f"{one.kind} {one.place}: {what} ({one.revision})") + "\n"


def _round(asked: ModelRound) -> str:
    used = asked.usage
    tokens = f"{used.input_tokens} tokens in, {used.output_tokens} out" if used is not None else "tokens unknown"
    return shown(f"{asked.model} ({asked.provider}): {tokens}, {asked.milliseconds:.0f} ms") + "\n"


def _events(entry: OutboxEntry) -> Iterator[str]:
    for place, event in enumerate(entry.events):
        environment = event.payload.get("env")
        yield shown(f"{event.event}{f' ({environment})' if environment else ''}  {event.id}") + "\n"
        for channel, state in _delivery(entry, place, event).items():
            yield shown(f"  {channel}: {state}") + "\n"


def _delivery(entry: OutboxEntry, place: int, event: Event) -> dict[str, str]:
    """Return how far each channel has got with an event, by the channel's name."""
    return {
        channel: "refused" if event.id in delivery.refused else "sent" if place < delivery.sent else "waiting"
        for channel, delivery in entry.deliveries.items()
    }


def _request_text(request: RecordedRequest) -> str:
    options = request.options.model_dump(mode="json", exclude_defaults=True, exclude={"request_digest"})
    hidden = [f"hidden: {', '.join(map(shown, request.hidden))}\n"] if request.hidden else []
    said = [f"from {shown(request.source)}\n", *hidden]
    said += [printable(to_yaml({"options": options}))] if options else []
    return "".join([*said, printable(to_yaml({"bundle": json.loads(request.bundle)}))])


def _indented(text: str) -> str:
    return "".join(f"  {line}\n" for line in text.splitlines())


def run_data(found: ShownRun) -> dict[str, Any]:
    """Return a run as plain data: its record, and how far each channel has got with each of its events."""
    record = found.run.model_dump(mode="json", exclude={"events", "tenant"})
    if not found.run.rounds:
        del record["rounds"]
    if found.run.request is not None:
        record["request"]["bundle"] = json.loads(found.run.request.bundle)
    return {
        **record,
        "tenant": found.tenant,
        "kept": found.kept,
        "restored_run_id": found.restored,
        "events": [
            {"id": event.id, "event": event.event, "delivery": _delivery(entry, place, event)}
            for entry in found.outbox
            for place, event in enumerate(entry.events)
        ],
    }
