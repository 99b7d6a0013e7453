"""Wiring of what signs the provenance of files."""

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from pydantic import SecretStr

from agent.bootstrap.clocks import clock
from agent.settings import Settings

if TYPE_CHECKING:
    from securesystemslib.signer import Signer

    from foundation.provenance.openpgp import OpenPgpSigner
    from plugins.artifact_emitter.attesting import Attestor


def build_attestor(settings: Settings) -> "Attestor | None":
    """Wire it; nothing is signed without a key.

    Args:
        settings: the settings.
    """
    if not settings.signing_key and not settings.helm_signing_key:
        return None
    from agent import __version__
    from plugins.artifact_emitter.attesting import AllAttestors, Attestor, SigningAttestor
    from plugins.artifact_emitter.helm_provenance import HelmAttestor

    attestors: list[Attestor] = []
    if settings.signing_key:
        attestors.append(SigningAttestor(cache(lambda: _signer(settings)), clock(settings), __version__))
    if settings.helm_signing_key:
        attestors.append(HelmAttestor(cache(lambda: _openpgp(settings))))
    return AllAttestors(attestors)


def build_key_check(settings: Settings) -> Callable[[], None]:
    """Wire what refuses keys that cannot sign; they are read once.

    Args:
        settings: the settings.
    """

    @cache
    def require() -> None:
        if settings.signing_key:
            _signer(settings)
        if settings.helm_signing_key:
            _openpgp(settings)

    return require


def _signer(settings: Settings) -> "Signer":
    # Imported here: the libraries take half a second, and most runs sign nothing.
    from foundation.provenance.keys import private_key
    from foundation.provenance.signers import VAULT_SCHEME, FileSigner, VaultSigner

    if settings.signing_key.startswith(VAULT_SCHEME):
        return VaultSigner(settings.signing_key)
    password = _text(settings.signing_key_password)
    return FileSigner(private_key(settings.signing_key, password, settings.source("signing_key")))


def _openpgp(settings: Settings) -> "OpenPgpSigner":
    from foundation.provenance.openpgp import OpenPgpSigner

    password = _text(settings.helm_signing_key_password)
    return OpenPgpSigner(settings.helm_signing_key, password, settings.source("helm_signing_key"))


def _text(secret: SecretStr | None) -> str | None:
    return secret.get_secret_value() if secret is not None else None
