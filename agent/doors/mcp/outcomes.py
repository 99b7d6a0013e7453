"""What the tools answer; the output schemas are made from these classes.

An answer never holds a file, and no list in it grows without bounds: what does not fit is counted.
"""

from collections.abc import Sequence
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, Field

from agent.model.base import FrozenModel
from agent.model.errors import Problem
from agent.model.findings import CheckResult, Finding
from agent.model.plan import PlannedStep
from plugins.artifact_emitter.index import IndexEntry

#: Most characters of JSON in one list of an answer, and in one text of a problem or finding.
LIST_LIMIT = 24_000
TEXT_LIMIT = 500

Item = TypeVar("Item", bound=BaseModel | str)
Note = TypeVar("Note", Problem, Finding)


class Outcome(FrozenModel):
    """What every tool answers."""

    status: Literal["failed"]
    problems: list[Problem] = Field(
        default=[], description="Everything that is wrong with the call or the bundle; empty unless it failed."
    )
    problems_left_out: int = 0


class Saved(FrozenModel):
    """What was written; the numbers count files."""

    location: str = Field(description="Folder below the workspace.")
    written: int
    unchanged: int
    removed: int


class GenerationOutcome(Outcome):
    """Answer of generate_infrastructure."""

    status: Literal["generated", "blocked", "failed"] = Field(  # type: ignore[assignment]
        description="blocked: the gate refused the result and nothing was written; the findings say why."
    )
    failure: str | None = Field(
        default=None, description="Name of the failure; temporary and outside ones may be tried again unchanged."
    )
    component: str | None = None
    digest: str | None = Field(default=None, description="Digest of all artifacts; equal bundles give equal digests.")
    environments: list[str] = []
    environments_left_out: int = 0
    chart_path: str | None = Field(default=None, description="Folder of the Helm chart in the output folder.")
    artifacts: list[IndexEntry] = Field(default=[], description="Files by their path in the output folder.")
    artifacts_left_out: int = 0
    kube_version: str | None = None
    findings: list[Finding] = Field(default=[], description="What the gate found, the worst first; errors block.")
    findings_left_out: int = 0
    events: list[dict[str, Any]] = Field(default=[], description="Payloads of the lifecycle events, in their order.")
    events_left_out: int = 0
    receipt: Saved | None = Field(default=None, description="Absent when nothing was written.")


class ValidationOutcome(Outcome):
    """Answer of validate_manifests."""

    status: Literal["passed", "blocked", "failed"] = Field(  # type: ignore[assignment]
        description="blocked: at least one finding is an error."
    )
    digest: str | None = Field(default=None, description="Digest of what was checked.")
    kube_version: str | None = None
    checks: list[CheckResult] = Field(default=[], description="Each check; skipped ones say why.")
    findings: list[Finding] = Field(default=[], description="What the checks found, the worst first; errors block.")
    findings_left_out: int = 0


class PlanOutcome(Outcome):
    """Answer of plan_generation."""

    status: Literal["planned", "failed"]  # type: ignore[assignment]
    component: str | None = None
    environments: list[str] = Field(default=[], description="Environments that would be generated.")
    environments_left_out: int = 0
    planner: str | None = None
    steps: list[PlannedStep] = Field(default=[], description="Kernel functions in the order of their invocation.")
    reasons: dict[str, str] = Field(default={}, description="Why optional steps are in or left out, by step name.")


def bounded(items: Sequence[Item]) -> tuple[list[Item], int]:
    """Return the first items that fit into an answer, and how many do not."""
    kept: list[Item] = []
    room = LIST_LIMIT
    for item in items:
        room -= len(item) if isinstance(item, str) else len(item.model_dump_json())
        if room < 0:
            break
        kept.append(item)
    return kept, len(items) - len(kept)


def shortened(notes: Sequence[Note]) -> list[Note]:
    """Return problems or findings whose texts are not too long; they may quote what they found."""
    return [
        note.model_copy(
            update={
                name: _short(getattr(note, name))
                for name in ("message", "remedy", "path", "object")
                if getattr(note, name, None) is not None
            }
        )
        for note in notes
    ]


def _short(text: str) -> str:
    return text if len(text) <= TEXT_LIMIT else text[: TEXT_LIMIT - 1] + "…"
