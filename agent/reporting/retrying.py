"""What became of a run that was tried again: what was changed, what that changes, and what came of it."""

from collections.abc import Sequence
from typing import Any

from agent.reporting.changes import changes_data, changes_text
from agent.reporting.generation import headline, summary
from agent.reporting.meaning import meaning_text
from agent.reporting.mistakes import printable
from foundation.model.findings import Finding
from foundation.model.run.changes import Change
from foundation.model.run.meaning import Meaning
from foundation.model.run.request import GenerationResult
from foundation.source.tree import shown
from memory.records.history import KnownRun


def override_text(before: KnownRun, bundle: Sequence[Change], *, waivers: bool) -> str:
    """Return what is changed in the bundle, as a unified diff.

    Args:
        before: the run that is tried again.
        bundle: what is changed.
        waivers: whether exceptions to rules change.
    """
    run = before.run
    head = shown(f"{run.run_id}: {run.component}, {run.status} ({before.tenant}, {run.recorded_at})")
    diff = "".join(f"{printable(line)}\n" for line in changes_text(bundle, run.run_id).splitlines())
    note = "Exceptions to rules change, which takes an approver.\n" if waivers else ""
    return f"{head}\n{diff or 'the bundle stays as it was'}{'' if diff else chr(10)}{note}"


def effect_text(against: str | None, meaning: Meaning, result: GenerationResult) -> str:
    """Return what that changes in the manifests, and what became of the run.

    Args:
        against: id of the run that the files are compared with.
        meaning: what changes.
        result: the new run.
    """
    if result.artifacts is None:
        return f"{printable(headline(result))}\n"
    changed = f"compared with {against}:\n{meaning_text(meaning) or 'nothing changes' + chr(10)}"
    return f"{changed if against else 'no earlier files to compare with' + chr(10)}{printable(headline(result))}\n"


def retried_data(
    before: KnownRun,
    bundle: Sequence[Change],
    against: str | None,
    found: tuple[Sequence[Change], Meaning, Sequence[Finding]],
    result: GenerationResult,
    approved_by: str | None,
) -> dict[str, Any]:
    """Return all of it as plain data.

    Args:
        before: the run that was tried again.
        bundle: what was changed in the bundle.
        against: id of the run that the files are compared with.
        found: files that differ, what that means, and what of it an API server refuses.
        result: the new run.
        approved_by: who allowed it.
    """
    return {
        "retries": {"run_id": before.run.run_id, "tenant": before.tenant, "status": before.run.status},
        "approved_by": approved_by,
        "bundle": [change.model_dump() for change in bundle],
        "compared_with": against,
        "changes": changes_data(*found),
        "result": summary(result),
    }
