"""What became of a recorded request that was compiled once more: a few lines for people, plain data for programs."""

from typing import Any

from agent.reporting.counts import counted
from agent.reporting.generation import receipt_data
from foundation.source.tree import shown
from memory.records.history import Rebuilt


def rebuilt_text(done: Rebuilt) -> str:
    """Return a line that says whether the bytes are the same, one for each file that differs, and why they do."""
    head = shown(f"{done.result.component}: {_said(done)}")
    saved = f", saved in {done.result.receipt.place}" if done.result.receipt is not None else ""
    lines = [f"{head}{shown(saved)}", *(shown(f"  {one.kind:<7}  {one.path}") for one in done.differences)]
    return "\n".join([*lines, *([_why(done.changed)] if done.differences else [])]) + "\n"


def _said(done: Rebuilt) -> str:
    run, artifacts = done.before.run, done.result.artifacts
    if done.result.status not in ("generated", "saved") or artifacts is None:
        return f"{done.result.status} when {run.run_id} was compiled again"
    if done.same:
        return f"the same {counted(len(artifacts.files), 'file')} as {run.run_id} ({artifacts.digest})"
    return f"other bytes than {run.run_id} in {counted(len(done.differences), 'file')}"


def _why(changed: list[str] | None) -> str:
    if changed is None:
        return "what has changed since is not known: one of both runs went by what has no digest"
    return f"changed since: {', '.join(changed) or 'nothing that is known of'}"


def rebuilt_data(done: Rebuilt) -> dict[str, Any]:
    """Return a result as plain data without the files' contents."""
    result = done.result
    return {
        "run_id": done.before.run.run_id,
        "tenant": done.before.tenant,
        "component": result.component,
        "status": result.status,
        "same": done.same,
        "digest_then": done.before.run.artifacts,
        "digest": result.digest,
        "differences": [one.model_dump() for one in done.differences],
        "changed": done.changed,
        "receipt": receipt_data(result.receipt) if result.receipt is not None else None,
        "findings": [finding.model_dump(exclude_none=True) for finding in result.findings],
        "problems": [problem.model_dump(exclude_none=True) for problem in result.problems],
    }
