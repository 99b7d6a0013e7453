"""What each signed file claims, and whether a key that somebody trusts made it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from agent.use_cases.verification.traces import NAMES
from foundation.model.errors import Problem
from foundation.model.provenance import HELM_SUFFIX
from foundation.model.run.artifacts import Artifact
from foundation.model.run.verification import Attested

if TYPE_CHECKING:
    from pysequoia import Cert
    from securesystemslib.signer import SSlibKey

MEND = "Do not use it: take it again from where it was published, or generate it again from its bundle."


@dataclass(frozen=True)
class Keys:
    """The public keys that somebody trusts.

    Attributes:
        key: has to have signed a statement about each file.
        ring: one of them has to have signed Helm's provenance file of each chart's archive.
    """

    key: "SSlibKey | None" = None
    ring: "Sequence[Cert] | None" = None

    @property
    def are_given(self) -> bool:
        """Whether any is given."""
        return self.key is not None or self.ring is not None


@dataclass(frozen=True)
class Claim:
    """What a signed file claims.

    Attributes:
        told: what is told of it.
        digests: SHA-256 by name of what it is about.
        named: the trace that it names.
        problems: what is wrong with it.
    """

    told: Attested | None
    digests: Mapping[str, str] = field(default_factory=dict)
    named: dict[str, str] = field(default_factory=dict)
    problems: Sequence[Problem] = ()

    @property
    def is_helms(self) -> bool:
        """Whether it is Helm's own provenance file."""
        return self.told is not None and self.told.path.endswith(HELM_SUFFIX)


def claim_of(file: Artifact, keys: Keys) -> Claim:
    """Return what a signed file claims.

    Args:
        file: the file.
        keys: the keys that are trusted.
    """
    return _helms(file, keys) if file.path.endswith(HELM_SUFFIX) else _statement(file, keys)


def other_files(claim: Claim, digests: Mapping[str, str]) -> list[Problem]:
    """Return a problem for each file that a claim is about and that is not here, or is another.

    Args:
        claim: the claim.
        digests: SHA-256 by name of the files that are here.
    """
    by_name = {PurePosixPath(name).name: digest for name, digest in digests.items() if name.endswith(".tgz")}
    path = claim.told.path if claim.told is not None else ""
    return [
        _problem("provenance-digest", f"it is signed for {name} with other bytes than those that are here", path)
        for name, digest in claim.digests.items()
        if digest != digests.get(name, by_name.get(PurePosixPath(name).name))
    ]


def _statement(file: Artifact, keys: Keys) -> Claim:
    # Imported here: the libraries take half a second, and nothing may be signed.
    from foundation.provenance.bundles import opened

    signed = opened(file.content)
    if signed is None:
        return _unreadable(file, "it is no Sigstore bundle with a SLSA provenance, or was changed")
    verified = signed.is_signed_by(keys.key) if keys.key is not None else None
    statement, details = signed.statement, signed.statement.predicate.run_details.metadata
    told = Attested(
        path=file.path,
        files=len(statement.subject),
        hint=signed.hint,
        verified=verified,
        run=statement.asked.run,
        execution_id=details.invocation_id,
        finished_on=details.finished_on,
    )
    named = statement.asked.model_dump(include=set(NAMES))
    return Claim(told, statement.digests, named, _by_another(file) if verified is False else ())


def _helms(file: Artifact, keys: Keys) -> Claim:
    from foundation.provenance.openpgp import claimed_text, signed_text
    from plugins.artifact_emitter.helm_provenance import digests_in

    text = claimed_text(file.content)
    digests = digests_in(text) if text is not None else {}
    if not digests:
        return _unreadable(file, "it is no provenance file of Helm, or was changed")
    signed = signed_text(file.content, list(keys.ring)) if keys.ring is not None else None
    verified = None if keys.ring is None else signed is not None and digests_in(signed) == digests
    told = Attested(path=file.path, files=len(digests), verified=verified)
    return Claim(told, digests, {}, _by_another(file) if verified is False else ())


def _unreadable(file: Artifact, message: str) -> Claim:
    return Claim(None, problems=[_problem("provenance-unreadable", message, file.path)])


def _by_another(file: Artifact) -> list[Problem]:
    message = "the signature was not made with this key, or what was signed was changed"
    return [_problem("provenance-signature", message, file.path)]


def _problem(code: str, message: str, file: str) -> Problem:
    return Problem(code=code, message=message, remedy=MEND, file=file)
