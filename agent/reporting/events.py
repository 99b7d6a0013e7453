"""Events that wait for their channels, as text and as plain data."""

from collections.abc import Sequence
from typing import Any

from foundation.model.run.relayed import RelayResult
from foundation.source.tree import shown
from memory.records.outbox import ListedEntry


def events_text(found: Sequence[ListedEntry]) -> str:
    """Return a paragraph for each run: its events, and how far each channel has got with them."""
    return "".join(map(_entry_text, found))


def _entry_text(one: ListedEntry) -> str:
    entry = one.entry
    names = shown(", ".join(event.event for event in entry.events))
    lines = [shown(f"{entry.run_id}  {one.tenant}  {entry.trace_id or 'no trace'}  {entry.recorded_at}"), f"  {names}"]
    for channel, delivery in entry.deliveries.items():
        line = f"  {channel}: {delivery.sent - len(delivery.refused)} of {len(entry.events)} sent"
        line += f", {len(delivery.refused)} refused" if delivery.refused else ""
        line += f", next attempt {delivery.next_at}" if delivery.next_at else ""
        lines.append(shown(line + (f" ({delivery.problem})" if delivery.problem else "")))
    return "\n".join(lines) + "\n"


def events_data(found: Sequence[ListedEntry]) -> list[dict[str, Any]]:
    """Return entries as plain data."""
    return [{"tenant": one.tenant, "state": one.entry.state, **one.entry.model_dump(mode="json")} for one in found]


def relay_text(done: RelayResult) -> str:
    """Return a line that says what was sent, and one for each channel that did not get all."""
    lines = [f"{done.sent} sent, {done.refused} refused, {sum(done.waiting.values())} waiting"]
    lines += [f"  {name}: {number} waiting" for name, number in sorted(done.waiting.items())]
    return "\n".join(lines) + "\n"
