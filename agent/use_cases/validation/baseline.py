"""The baseline: findings that were there when a team took the validator up.

What the file names is reported as known and does not block. What it names and is no longer found is
stale, and said so, that the file shrinks as faults are mended.
"""

from collections import Counter
from pathlib import Path

from foundation.model.base import FrozenModel
from foundation.model.errors import InputError, OutsideError, Problem
from foundation.model.findings import Finding
from foundation.model.flags import Flag
from foundation.model.run.fingerprint import fingerprint, identity
from foundation.model.run.outcome import Outcome
from foundation.source.document import decode, parse_documents
from foundation.source.emit import to_yaml
from foundation.source.validation import validate
from foundation.writing.whole import write_whole

_HEADER = (
    f"# Findings that are known and do not block. Written by `infra-engineer validate {Flag.WRITE_BASELINE}`;\n"
    "# an entry that is no longer found is reported as stale and can go.\n"
)


class BaselineEntry(FrozenModel):
    """One known finding; two of the same need two entries."""

    code: str
    file: str | None = None
    environment: str | None = None
    object: str | None = None
    path: str | None = None
    message: str

    @property
    def fingerprint(self) -> str:
        """The finding's identity."""
        return fingerprint(self.model_dump(exclude_none=True))


class Baseline(FrozenModel):
    """A baseline file."""

    findings: list[BaselineEntry]


def read_baseline(path: str) -> Baseline:
    """Read a baseline file.

    Raises:
        InputError: with every mistake of the file.
    """
    try:
        text = decode(Path(path).read_bytes(), path)
    except OSError as error:
        remedy = f"Write one with {Flag.WRITE_BASELINE}, or check the path."
        message = f"the baseline cannot be read: {error.strerror}"
        raise InputError(Problem(code="file-missing", message=message, remedy=remedy, file=path)) from None
    documents = parse_documents(text, path)
    if len(documents) != 1:
        message, remedy = f"the file holds {len(documents)} documents, not one", f"Write it with {Flag.WRITE_BASELINE}."
        raise InputError(Problem(code="baseline-shape", message=message, remedy=remedy, file=path))
    return validate(Baseline, documents[0], path)


def write_baseline(path: str, outcomes: list[Outcome]) -> int:
    """Write every finding of the outcomes, and return their number; advice and warnings are kept too.

    Raises:
        OutsideError: the file cannot be written.
    """
    entries = [identity(finding) for outcome in outcomes for finding in outcome.findings]
    entries.sort(key=lambda entry: (entry.get("file", ""), entry["code"], fingerprint(entry)))
    try:
        write_whole(Path(path), (_HEADER + to_yaml({"findings": entries})).encode(errors="replace"))
    except OSError as error:
        message = f"the baseline cannot be written: {error.strerror}"
        raise OutsideError(
            Problem(code="baseline-write", message=message, remedy="Check its folder.", file=path)
        ) from None
    return len(entries)


def apply_baseline(outcomes: list[Outcome], baseline: Baseline, path: str) -> list[Outcome]:
    """Take the known findings out of the outcomes, and add one outcome that names the stale entries.

    Args:
        outcomes: what was found.
        baseline: what is known.
        path: the baseline's file, for messages.
    """
    known = Counter(entry.fingerprint for entry in baseline.findings)
    applied = [_without_known(outcome, known) for outcome in outcomes]
    stale = [finding for entry in baseline.findings if (finding := _stale(entry, known, path))]
    if stale and applied and applied[-1].report is not None:
        last = applied[-1]
        report = last.report.model_copy(update={"findings": [*last.findings, *stale]}) if last.report else None
        applied[-1] = last.model_copy(update={"report": report})
    return applied


def _without_known(outcome: Outcome, known: Counter[str]) -> Outcome:
    if outcome.report is None:
        return outcome
    new: list[Finding] = []
    old: list[Finding] = []
    for finding in outcome.report.findings:
        mark = fingerprint(identity(finding))
        (old if known[mark] > 0 else new).append(finding)
        known[mark] -= known[mark] > 0
    report = outcome.report.model_copy(update={"findings": new})
    fault = None if outcome.fault == "gate" and report.passed else outcome.fault
    return outcome.model_copy(update={"report": report, "known": tuple(old), "fault": fault})


def _stale(entry: BaselineEntry, known: Counter[str], path: str) -> Finding | None:
    if known[entry.fingerprint] <= 0:
        return None
    known[entry.fingerprint] -= 1
    place = " ".join(part for part in (entry.file, entry.environment, entry.object, entry.path) if part)
    return Finding(
        code="baseline-stale",
        severity="warning",
        message=f"{entry.code} at {place or 'no place'} is in the baseline, but is no longer found",
        remedy="Take the entry out, or write the baseline again.",
        file=path,
    )
