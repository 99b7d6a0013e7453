"""Keys in PEM files: ECDSA on the NIST curves, and Ed25519."""

import base64
import hashlib

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from securesystemslib.signer import SSlibKey

from foundation.provenance.key_files import key_file, unusable

PrivateKey = EllipticCurvePrivateKey | Ed25519PrivateKey
PublicKey = EllipticCurvePublicKey | Ed25519PublicKey

_KINDS = (
    "Give an ECDSA key on P-256, P-384 or P-521, or an Ed25519 key, in PEM, and its password in "
    "INFRA_ENGINEER_SIGNING_KEY_PASSWORD."
)
_CURVES = ("secp256r1", "secp384r1", "secp521r1")


def private_key(path: str, password: str | None, named_by: str) -> PrivateKey:
    """Return a private key.

    Args:
        path: its file.
        password: the password that it is encrypted with, if it is.
        named_by: what names the file, such as a variable.

    Raises:
        InputError: there is no such key, or the password does not open it; no text of the key is quoted.
    """
    content = key_file(path, named_by)
    try:
        key = serialization.load_pem_private_key(content, password.encode() if password else None)
    except TypeError:  # a password is missing, or none is needed
        message = "the key is encrypted and no password is given" if not password else "the key is not encrypted"
        remedy = "Set INFRA_ENGINEER_SIGNING_KEY_PASSWORD to its password; leave it empty for a key that has none."
        raise unusable(path, message, remedy) from None
    except (ValueError, UnsupportedAlgorithm):
        what = "the password does not open it, or it is" if password else "it is"
        raise unusable(path, f"{what} no private key in PEM", _KINDS) from None
    if isinstance(key, Ed25519PrivateKey) or (isinstance(key, EllipticCurvePrivateKey) and key.curve.name in _CURVES):
        return key
    raise unusable(path, "it is a key of another kind", _KINDS)


def public_key(path: str, named_by: str) -> SSlibKey:
    """Return a public key.

    Args:
        path: its file.
        named_by: what names the file, such as a flag.

    Raises:
        InputError: there is no such key.
    """
    content = key_file(path, named_by)
    try:
        key = serialization.load_pem_public_key(content)
    except (ValueError, UnsupportedAlgorithm):
        raise unusable(path, "it is no public key in PEM", _KINDS) from None
    if isinstance(key, Ed25519PublicKey) or (isinstance(key, EllipticCurvePublicKey) and key.curve.name in _CURVES):
        return named(key)
    raise unusable(path, "it is a key of another kind", _KINDS)


def named(key: PublicKey) -> SSlibKey:
    """Return a public key with the id that cosign gives it as a hint: the digest of its DER form, in base64.

    Args:
        key: the key.
    """
    der = key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return SSlibKey.from_crypto(key, keyid=base64.b64encode(hashlib.sha256(der).digest()).decode())
