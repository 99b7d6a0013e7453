"""Wiring of `verify`."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from agent.use_cases.verification.claims import Keys
from agent.use_cases.verification.evidence import Evidence
from agent.use_cases.verification.outputs import of_archive, of_folder
from agent.use_cases.verification.verify import VerifyCommand, verify
from foundation.model.flags import Flag
from foundation.model.run.verification import Verification


def build_verify(key: str | None, keyring: str | None) -> Callable[[VerifyCommand], Verification]:
    """Wire the use case.

    Args:
        key: file of the public key that has to have signed.
        keyring: file of the OpenPGP keys of which one has to have signed for Helm.
    """

    def keys() -> Keys:
        if key is None and keyring is None:
            return Keys()
        # Imported here: the libraries take half a second, and most commands verify nothing.
        from foundation.provenance.keys import public_key
        from foundation.provenance.openpgp import key_ring

        return Keys(
            public_key(key, Flag.KEY) if key is not None else None,
            key_ring(keyring, Flag.KEYRING) if keyring is not None else None,
        )

    return partial(verify, evidence=_evidence, keys=keys)


def _evidence(place: str) -> Evidence:
    if place.startswith("oci://"):
        # Imported here: what speaks to registries takes time to load.
        from agent.use_cases.verification.registries import of_registry

        return of_registry(place)
    path = Path(place)
    return of_archive(path) if path.is_file() else of_folder(path)
