"""What signs: a key in a file, or one that never leaves Azure Key Vault."""

from collections.abc import Callable
from typing import Any, TypeVar

from azure.core.exceptions import AzureError
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from securesystemslib.signer import AzureSigner, Key, SecretsHandler, Signature, Signer, SSlibKey

from foundation.model.errors import InputError, OutsideError, Problem
from foundation.provenance.key_files import unusable
from foundation.provenance.keys import PrivateKey, named

_Answer = TypeVar("_Answer")
#: How the address of a key in a vault begins, as elsewhere in the field.
VAULT_SCHEME = "azurekms://"
_HASHES: dict[str, hashes.HashAlgorithm] = {
    "secp256r1": hashes.SHA256(),
    "secp384r1": hashes.SHA384(),
    "secp521r1": hashes.SHA512(),
}


class FileSigner(Signer):
    """Signs with a key of this process; the same bytes get the same signature (RFC 6979, RFC 8032).

    Args:
        key: the private key.
    """

    def __init__(self, key: PrivateKey) -> None:
        self._key = key
        self._public_key = named(key.public_key())

    @property
    def public_key(self) -> SSlibKey:
        """The public key."""
        return self._public_key

    @classmethod
    def from_priv_key_uri(
        cls, priv_key_uri: str, public_key: Key, secrets_handler: SecretsHandler | None = None
    ) -> "FileSigner":
        """Refuse: files are read by ``foundation.provenance.keys``.

        Raises:
            ValueError: always.
        """
        raise ValueError("keys in files have no address")

    def sign(self, payload: bytes) -> Signature:
        """Return the signature of bytes."""
        key = self._key
        if isinstance(key, EllipticCurvePrivateKey):
            signed = key.sign(payload, ECDSA(_HASHES[key.curve.name], deterministic_signing=True))
        else:
            signed = key.sign(payload)
        return Signature(self._public_key.keyid, signed.hex())


class VaultSigner(Signer):
    """Signs in Azure Key Vault, with the identity of this machine (DefaultAzureCredential).

    Args:
        address: ``azurekms://VAULT/keys/NAME/VERSION``.

    Raises:
        InputError: the address names no version of a key, or the key is of another kind.
        OutsideError: the vault cannot be reached, or refuses.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        self._public_key = self._asked(lambda: _public_key_in(address))
        self._signer = self._asked(lambda: AzureSigner(_https(address), self._public_key))

    @property
    def public_key(self) -> SSlibKey:
        """The public key."""
        return self._public_key

    @classmethod
    def from_priv_key_uri(
        cls, priv_key_uri: str, public_key: Key, secrets_handler: SecretsHandler | None = None
    ) -> "VaultSigner":
        """Return the signer of an address."""
        return cls(priv_key_uri)

    def sign(self, payload: bytes) -> Signature:
        """Return the signature of bytes.

        Raises:
            OutsideError: the vault cannot be reached, or refuses.
        """
        return self._asked(lambda: self._signer.sign(payload))

    def _asked(self, ask: Callable[[], _Answer]) -> _Answer:
        try:
            return ask()
        except AzureError as error:
            status = getattr(error, "status_code", None)
            message = f"Azure Key Vault did not sign{f' (HTTP {status})' if status else ''}: {type(error).__name__}"
            remedy = (
                "Nothing was saved. Check the address, the network and the role Key Vault Crypto User, and run again."
            )
            raise OutsideError(
                Problem(code="signing-failed", message=message, remedy=remedy, file=self._address)
            ) from error


def _https(address: str) -> str:
    return "https://" + address.removeprefix(VAULT_SCHEME)


def _public_key_in(address: str) -> SSlibKey:
    from azure.identity import DefaultAzureCredential
    from azure.keyvault.keys import KeyClient, KeyCurveName, KeyVaultKeyIdentifier
    from cryptography.hazmat.primitives.asymmetric import ec

    try:
        found = KeyVaultKeyIdentifier(_https(address))
    except ValueError:
        found = None
    if found is None or not found.version:
        raise _no_key(address, "it names no version of a key")
    with DefaultAzureCredential() as credential, KeyClient(found.vault_url, credential) as client:
        key: Any = client.get_key(found.name, found.version).key  # its class names no field
    curves: dict[str, ec.EllipticCurve] = {
        KeyCurveName.p_256: ec.SECP256R1(),
        KeyCurveName.p_384: ec.SECP384R1(),
        KeyCurveName.p_521: ec.SECP521R1(),
    }
    if key is None or key.crv not in curves or not key.x or not key.y:
        raise _no_key(address, "the key is none on P-256, P-384 or P-521")
    numbers = ec.EllipticCurvePublicNumbers(int.from_bytes(key.x), int.from_bytes(key.y), curves[key.crv])
    return named(numbers.public_key())


def _no_key(address: str, message: str) -> InputError:
    remedy = f"Give {VAULT_SCHEME}VAULT.vault.azure.net/keys/NAME/VERSION of an EC key."
    return unusable(address, message, remedy)
