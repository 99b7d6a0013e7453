"""What became of verifying artifacts: plain data for programs, a few lines for people."""

from typing import Any

from agent.reporting.counts import counted
from foundation.model.flags import Flag
from foundation.model.run.verification import Attested, Verification

_MEANS = {
    "verified": "the key signed for all of it",
    "signed": f"signed, and nobody asked by whom: give {Flag.KEY}",
    "unsigned": "nobody signed for it",
    "failed": "it is not what it says it is",
}


def verification_data(done: Verification) -> dict[str, Any]:
    """Return it as plain data."""
    return done.model_dump(exclude_none=True)


def verification_text(done: Verification) -> str:
    """Return it as lines: the verdict, and each signed statement."""
    trace = f", trace {done.trace_id}" if done.trace_id else ""
    agree = f"{counted(done.files, 'file')} as recorded{trace}; " if done.status != "failed" else ""
    lines = [f"{done.place}: {done.status} ({agree}{_MEANS[done.status]})", *map(_line, done.attestations)]
    return "".join(f"{line}\n" for line in lines)


def _line(attested: Attested) -> str:
    word = {True: "verified", False: "not by this key", None: "not verified"}[attested.verified]
    of = f" of {attested.run} {attested.execution_id}, {attested.finished_on}" if attested.run else ""
    key = f", key {attested.hint}" if attested.hint else ""
    return f"  {attested.path}: {counted(attested.files, 'file')}{of}{key}: {word}"
