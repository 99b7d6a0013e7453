"""Wiring of what signs the provenance of files."""

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from agent.bootstrap.clocks import clock
from agent.settings import Settings

if TYPE_CHECKING:
    from securesystemslib.signer import Signer

    from plugins.artifact_emitter.attesting import SigningAttestor


def build_attestor(settings: Settings) -> "SigningAttestor | None":
    """Wire it; nothing is signed without a key.

    Args:
        settings: the settings.
    """
    if not settings.signing_key:
        return None
    from agent import __version__
    from plugins.artifact_emitter.attesting import SigningAttestor

    return SigningAttestor(build_signer(settings), clock(settings), __version__)


def build_signer(settings: Settings) -> "Callable[[], Signer]":
    """Wire what returns the signer; the key is read once, when it is first asked for.

    Args:
        settings: the settings, with a key.
    """

    @cache
    def signer() -> "Signer":
        # Imported here: the libraries take half a second, and most runs sign nothing.
        from foundation.provenance.keys import private_key
        from foundation.provenance.signers import VAULT_SCHEME, FileSigner, VaultSigner

        if settings.signing_key.startswith(VAULT_SCHEME):
            return VaultSigner(settings.signing_key)
        secret = settings.signing_key_password
        password = secret.get_secret_value() if secret is not None else None
        return FileSigner(private_key(settings.signing_key, password, settings.source("signing_key")))

    return signer
