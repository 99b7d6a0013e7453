"""Statements as Sigstore bundles: what cosign and other verifiers of the field take."""

import base64
import json
from typing import Final

from pydantic import ValidationError
from securesystemslib.dsse import Envelope
from securesystemslib.exceptions import UnverifiedSignatureError, VerificationError
from securesystemslib.signer import Signature, Signer, SSlibKey
from sigstore_models.bundle.v1 import Bundle, VerificationMaterial
from sigstore_models.common.v1 import PublicKeyIdentifier
from sigstore_models.intoto import Envelope as BundledEnvelope
from sigstore_models.intoto import Signature as BundledSignature

from foundation.model.provenance import Statement

MEDIA_TYPE: Final = "application/vnd.dev.sigstore.bundle.v0.3+json"
PAYLOAD_TYPE = "application/vnd.in-toto+json"


class SignedStatement:
    """A statement with its signature, whose maker nobody has asked for yet.

    Args:
        statement: the statement.
        payload: the bytes that were signed.
        signature: the signature.
        hint: what the bundle says of the key; a hint, and no proof.
    """

    def __init__(self, statement: Statement, payload: bytes, signature: bytes, hint: str) -> None:
        self.statement = statement
        self.hint = hint
        self._payload = payload
        self._signature = signature

    def is_signed_by(self, key: SSlibKey) -> bool:
        """Tell whether a key made the signature.

        Args:
            key: the public key.
        """
        envelope = Envelope(self._payload, PAYLOAD_TYPE, {})
        try:
            key.verify_signature(Signature(key.keyid, self._signature.hex()), envelope.pae())
        except (UnverifiedSignatureError, VerificationError):
            return False
        return True


def sealed(statement: Statement, signer: Signer) -> bytes:
    """Return a statement, signed, as a Sigstore bundle in JSON.

    Args:
        statement: the statement.
        signer: signs it; the id of its key is told as the hint.

    Raises:
        OutsideError: the signer could not be reached.
    """
    payload = statement.model_dump_json(by_alias=True, exclude_none=True).encode()
    envelope = Envelope(payload, PAYLOAD_TYPE, {})
    signature = envelope.sign(signer)
    bundle = Bundle(
        media_type=MEDIA_TYPE,
        verification_material=VerificationMaterial(
            public_key=PublicKeyIdentifier(hint=signature.keyid), tlog_entries=[]
        ),
        dsse_envelope=BundledEnvelope(
            payload=base64.b64encode(payload),
            payload_type=PAYLOAD_TYPE,
            signatures=[BundledSignature(sig=base64.b64encode(bytes.fromhex(signature.signature)))],
        ),
    )
    return (json.dumps(bundle.to_dict(), indent=2) + "\n").encode()


def opened(content: bytes) -> SignedStatement | None:
    """Return the statement in a Sigstore bundle; ``None`` if it is no bundle, or holds no provenance of this agent.

    Args:
        content: bytes of the bundle, which may be anybody's.
    """
    try:
        bundle = Bundle.from_json(content)
        envelope, key = bundle.dsse_envelope, bundle.verification_material.public_key
        if envelope is None or envelope.payload_type != PAYLOAD_TYPE or len(envelope.signatures) != 1:
            return None
        statement = Statement.model_validate_json(envelope.payload)
    except (ValueError, RecursionError, ValidationError):
        return None
    hint = (key.hint if key is not None else None) or ""
    return SignedStatement(statement, envelope.payload, envelope.signatures[0].sig, hint)
