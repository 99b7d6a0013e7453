"""What a person gets of a run: the bundle, what is wrong with it, and the files as far as there are any."""

import json
from collections.abc import Sequence

from pydantic import Field

from foundation.model.base import FrozenModel
from foundation.model.errors import Problem
from foundation.model.findings import Finding
from foundation.model.flags import Flag
from foundation.model.run.artifacts import Artifact, sha256
from foundation.source.emit import to_yaml
from foundation.source.tree import shown
from memory.records.history import KnownRun
from memory.records.requests import RecordedRequest

MARK, BUNDLE = "handover.json", "bundle.yaml"
#: Below it stands what the gate did not let pass, so that nobody applies it by its usual path.
UNFINISHED = "unfinished/"
_DONE = """\
# {component}: handed over

These are the files of the run {run_id}, as the gate let them pass.
Change `bundle.yaml`, or the chart in `charts/`, and bring it back:

    infra-engineer runs finish FOLDER {reason} "what was changed, and why"

It goes through the gate once more, edits of the chart are merged with what the bundle says now, and it is on record as
a run that finishes this one.
"""
_PARTIAL = """\
# {component}: UNFINISHED

The run {run_id} is `{status}`. Nothing below `unfinished/` passed the gate: it is here to be read, and none of it may
be applied or published. Mend `bundle.yaml` and bring it back:

    infra-engineer runs finish FOLDER -o OUTPUT {reason} "what was mended, and why"

It is compiled and goes through the gate, and is on record as a run that finishes this one.

## What is wrong

{wrong}
"""


class Handover(FrozenModel):
    """What marks a handover, and says of which run it is.

    Attributes:
        handover: version of this form.
        run_id: the run.
        tenant: its tenant.
        trace_id: its trace, if there was one.
        component: name of the component.
        status: how far the run came.
        finished: whether the files passed the gate.
        files: SHA-256 of each file by path, but for the bundle.
    """

    handover: int = Field(default=1, ge=1, le=1)
    run_id: str
    tenant: str
    trace_id: str | None = None
    component: str
    status: str
    finished: bool
    files: dict[str, str]


def handed_over(
    found: KnownRun, kept: RecordedRequest, files: Sequence[Artifact], *, finished: bool, wrong: Sequence[str]
) -> dict[str, bytes]:
    """Return what a person gets, by path.

    Args:
        found: the run.
        kept: what it was asked for, without secrets.
        files: its files, as far as there are any.
        finished: whether they passed the gate.
        wrong: what is wrong, a line each.
    """
    run, prefix = found.run, "" if finished else UNFINISHED
    bundle = to_yaml(json.loads(kept.bundle)).encode()
    content = {f"{prefix}{file.path}": file.content for file in files}
    mark = Handover(
        run_id=run.run_id,
        tenant=found.tenant,
        trace_id=run.trace_id,
        component=run.component,
        status=run.status,
        finished=finished,
        files={path: sha256(text) for path, text in sorted(content.items())},
    )
    page = (_DONE if finished else _PARTIAL).format(
        reason=Flag.REASON,
        component=shown(run.component),
        run_id=run.run_id,
        status=run.status,
        wrong="\n".join(wrong) or "nothing is known",
    )
    named = "HANDOVER.md" if finished else "UNFINISHED.md"
    return {
        named: page.encode(),
        MARK: mark.model_dump_json(indent=2).encode() + b"\n",
        BUNDLE: bundle,
        **dict(sorted(content.items())),
    }


def lines_of(problems: Sequence[Problem], findings: Sequence[Finding]) -> list[str]:
    """Return what is wrong, each in one line with the way to mend it.

    Args:
        problems: mistakes.
        findings: findings of the gate; those that block count.
    """
    blocking = [finding.problem for finding in findings if finding.severity == "error"]
    every = dict.fromkeys([*blocking, *problems])
    return [shown(f"- `{one.code}` {one.path or ''}: {one.message}. {one.remedy}") for one in every]
