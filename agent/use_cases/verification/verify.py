"""Verify: artifacts are what was made, somebody signed for them, and all of it is of one trace."""

from collections.abc import Callable, Iterator, Sequence

from agent.use_cases.verification.claims import Claim, Keys, claim_of, other_files
from agent.use_cases.verification.evidence import Evidence
from agent.use_cases.verification.traces import disagreements, of_archive, traces_named
from foundation.model.base import FrozenModel
from foundation.model.errors import InputError, Problem
from foundation.model.flags import Flag
from foundation.model.run.verification import Verification, VerificationStatus


class VerifyCommand(FrozenModel):
    """What to verify.

    Attributes:
        place: an output folder, or a chart's archive.
    """

    place: str


def verify(command: VerifyCommand, *, evidence: Callable[[str], Evidence], keys: Callable[[], Keys]) -> Verification:
    """Verify artifacts; what does not agree is told by the result.

    Args:
        command: what to verify.
        evidence: returns the files at a place, and what was signed of them.
        keys: returns the public keys that have to have signed; without any signatures are only told of.

    Raises:
        InputError: there is nothing that could be verified, or a key cannot be used.
        OutsideError: where it is kept cannot be reached.
    """
    given, found = keys(), evidence(command.place)
    claims = [claim_of(file, given) for file in found.statements]
    named, problems = _named(found, claims, command.place)
    problems = [*found.problems, *problems, *(problem for claim in claims for problem in claim.problems)]
    if not found.problems:  # of files that are not what was recorded it need not be said again
        problems += [problem for claim in claims for problem in other_files(claim, found.digests)]
    if not problems:
        problems += _unsigned(found, claims, given, command.place)
    problems += disagreements(named, command.place)
    traces = {said.get("trace_id") for said in named.values()}
    return Verification(
        place=command.place,
        status=_status(problems, claims, given),
        digest=found.digest,
        files=len(found.files),
        trace_id=traces.pop() if len(traces) == 1 else None,
        attestations=[claim.told for claim in claims if claim.told is not None],
        problems=problems,
    )


def _status(problems: list[Problem], claims: list[Claim], keys: Keys) -> VerificationStatus:
    if problems:
        return "failed"
    if not claims:
        return "unsigned"
    return "verified" if keys.are_given else "signed"


def _named(found: Evidence, claims: list[Claim], place: str) -> tuple[dict[str, dict[str, str]], Sequence[Problem]]:
    """Return the traces that files and claims name, and why they could not be read."""
    files, problems = found.files, ()
    if len(files) == 1 and files[0].path.endswith(".tgz"):
        try:
            files = of_archive(files[0], place)
        except InputError as error:
            return {}, error.problems
    said = {claim.told.path: claim.named for claim in claims if claim.told is not None and claim.named}
    return {**traces_named(files), **said}, problems


def _unsigned(found: Evidence, claims: list[Claim], keys: Keys, place: str) -> Iterator[Problem]:
    """Yield a problem for what has to be signed by a key that was given, and is not."""
    if keys.key is not None:
        signed = {name for claim in claims if not claim.is_helms for name in claim.digests.values()}
        yield from _missing([name for name, digest in found.digests.items() if digest not in signed], place)
    if keys.ring is not None:
        signed = {name for claim in claims if claim.is_helms for name in claim.digests.values()}
        archives = {name: digest for name, digest in found.digests.items() if name.endswith(".tgz")}
        yield from _missing([name for name, digest in archives.items() if digest not in signed], place)


def _missing(names: list[str], place: str) -> Iterator[Problem]:
    if names:
        shown = ", ".join(sorted(names)[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
        message = f"unsigned: nobody signed for {shown}"
        remedy = f"Sign when generating, or verify without {Flag.KEY} and {Flag.KEYRING} to compare digests alone."
        yield Problem(code="provenance-missing", message=message, remedy=remedy, file=place)
