"""Wiring of `verify`."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from agent.use_cases.verification.evidence import Evidence
from agent.use_cases.verification.outputs import of_archive, of_folder
from agent.use_cases.verification.verify import VerifyCommand, verify
from foundation.model.flags import Flag
from foundation.model.run.verification import Verification

if TYPE_CHECKING:
    from securesystemslib.signer import SSlibKey


def build_verify(key: str | None) -> Callable[[VerifyCommand], Verification]:
    """Wire the use case.

    Args:
        key: file of the public key that has to have signed.
    """

    def public() -> "SSlibKey | None":
        if key is None:
            return None
        from foundation.provenance.keys import public_key

        return public_key(key, Flag.KEY)

    return partial(verify, evidence=_evidence, key=public)


def _evidence(place: str) -> Evidence:
    path = Path(place)
    return of_archive(path) if path.is_file() else of_folder(path)
