"""What became of verifying artifacts: their digests, who signed for them, and whether they are of one trace."""

from typing import Literal

from foundation.model.base import FrozenModel
from foundation.model.errors import Fault, Problem

#: verified: a key that was given signed for all of it. signed: there are signatures, and no key was given.
#: unsigned: nobody signed. failed: something is not what it says it is.
VerificationStatus = Literal["verified", "signed", "unsigned", "failed"]


class Attested(FrozenModel):
    """One signed statement; Helm's own tells nothing of the run.

    Attributes:
        path: where it is.
        files: how many files it is about.
        hint: what it says of the key.
        verified: whether the key that was given made it; nothing, if none was.
        run: what kind of run it says made the files.
        execution_id: id of that run.
        finished_on: when its files were ready.
    """

    path: str
    files: int
    hint: str | None = None
    verified: bool | None
    run: str | None = None
    execution_id: str | None = None
    finished_on: str | None = None


class Verification(FrozenModel):
    """What became of it.

    Attributes:
        place: what was verified, as the user named it.
        status: the verdict.
        digest: digest of the artifacts, or of the archive.
        files: how many files agree with their digests.
        trace_id: the trace that all of it names; nothing if none is named, or several are.
        attestations: the signed statements.
        problems: everything that is not what it says it is.
    """

    place: str
    status: VerificationStatus
    digest: str | None = None
    files: int = 0
    trace_id: str | None = None
    attestations: list[Attested] = []
    problems: list[Problem] = []

    @property
    def fault(self) -> Fault | None:
        """Whose fault it is that it cannot be trusted; the verdict is the gate's."""
        return "gate" if self.status == "failed" else None
