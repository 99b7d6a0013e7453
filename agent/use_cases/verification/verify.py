"""Verify: artifacts are what was made, somebody signed for them, and all of it is of one trace."""

from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from agent.use_cases.verification.evidence import Evidence
from agent.use_cases.verification.traces import NAMES, disagreements, of_archive, traces_named
from foundation.model.base import FrozenModel
from foundation.model.errors import InputError, Problem
from foundation.model.flags import Flag
from foundation.model.run.artifacts import Artifact
from foundation.model.run.verification import Attested, Verification, VerificationStatus

if TYPE_CHECKING:
    from securesystemslib.signer import SSlibKey

    from foundation.provenance.bundles import SignedStatement

_MEND = "Do not use it: take it again from where it was published, or generate it again from its bundle."


class VerifyCommand(FrozenModel):
    """What to verify.

    Attributes:
        place: an output folder, or a chart's archive.
    """

    place: str


def verify(
    command: VerifyCommand, *, evidence: Callable[[str], Evidence], key: "Callable[[], SSlibKey | None]"
) -> Verification:
    """Verify artifacts; what does not agree is told by the result.

    Args:
        command: what to verify.
        evidence: returns the files at a place, and what was signed of them.
        key: returns the public key that has to have signed; without one signatures are only told of.

    Raises:
        InputError: there is nothing that could be verified, or the key cannot be used.
        OutsideError: where it is kept cannot be reached.
    """
    given, found = key(), evidence(command.place)
    problems, attested = list(found.problems), []
    covered: set[str] = set()
    named = _named(found, command.place, problems)
    for file in found.statements:
        told, wrong = _attested(file, found, given)
        problems += wrong
        if told is not None:
            signed, summary = told
            attested.append(summary)
            covered |= signed.statement.digests.keys() if not wrong else set()
            named[file.path] = signed.statement.asked.model_dump(include=set(NAMES))
    missing = sorted(found.digests.keys() - covered)
    if given is not None and missing and not problems:
        problems.append(_unsigned(command.place, missing))
    problems += disagreements(named, command.place)
    traces = {said.get("trace_id") for said in named.values()}
    return Verification(
        place=command.place,
        status=_status(problems, attested, given is not None),
        digest=found.digest,
        files=len(found.files),
        trace_id=traces.pop() if len(traces) == 1 else None,
        attestations=attested,
        problems=problems,
    )


def _status(problems: list[Problem], attested: list[Attested], with_key: bool) -> VerificationStatus:
    if problems:
        return "failed"
    if not attested:
        return "unsigned"
    return "verified" if with_key else "signed"


def _named(found: Evidence, place: str, problems: list[Problem]) -> dict[str, dict[str, str]]:
    files = list(found.files)
    if len(files) == 1 and files[0].path.endswith(".tgz"):
        try:
            files = of_archive(files[0], place)
        except InputError as error:
            problems += error.problems
    return traces_named(files)


def _attested(
    file: Artifact, found: Evidence, key: "SSlibKey | None"
) -> "tuple[tuple[SignedStatement, Attested] | None, list[Problem]]":
    """Return a statement with what is told of it, and what is wrong with it."""
    # Imported here: the libraries take half a second, and nothing may be signed.
    from foundation.provenance.bundles import opened

    signed = opened(file.content)
    if signed is None:
        message = "it is no Sigstore bundle with a SLSA provenance, or was changed"
        return None, [Problem(code="provenance-unreadable", message=message, remedy=_MEND, file=file.path)]
    verified = signed.is_signed_by(key) if key is not None else None
    problems = []
    if verified is False:
        message = "the signature was not made with this key, or what was signed was changed"
        problems.append(Problem(code="provenance-signature", message=message, remedy=_MEND, file=file.path))
    if not found.problems:
        problems += _other_files(signed, found.digests, file.path)
    details = signed.statement.predicate.run_details.metadata
    summary = Attested(
        path=file.path,
        files=len(signed.statement.subject),
        hint=signed.hint,
        verified=verified,
        run=signed.statement.asked.run,
        execution_id=details.invocation_id,
        finished_on=details.finished_on,
    )
    return (signed, summary), problems


def _other_files(signed: "SignedStatement", digests: dict[str, str], path: str) -> list[Problem]:
    """Return a problem for each file that a statement is about and that is not here, or is another."""
    by_name = {PurePosixPath(name).name: digest for name, digest in digests.items()} if len(digests) == 1 else {}
    return [
        Problem(
            code="provenance-digest",
            message=f"it is signed for {name} with other bytes than those that are here",
            remedy=_MEND,
            file=path,
        )
        for name, digest in signed.statement.digests.items()
        if digest != digests.get(name, by_name.get(PurePosixPath(name).name))
    ]


def _unsigned(place: str, missing: list[str]) -> Problem:
    shown = ", ".join(missing[:3]) + (f" and {len(missing) - 3} more" if len(missing) > 3 else "")
    message = f"unsigned: nobody signed for {shown}"
    remedy = f"Sign with {Flag.SIGN_WITH} when generating, or verify without {Flag.KEY} to compare digests alone."
    return Problem(code="provenance-missing", message=message, remedy=remedy, file=Path(place).as_posix())
