"""OpenPGP keys and clear-signed texts, as Helm has them in its provenance files."""

from pysequoia import Cert, SignatureMode, Tsk, sign, verify

from foundation.provenance.key_files import key_file, unusable

BEGINNING = b"-----BEGIN PGP SIGNED MESSAGE-----"


class OpenPgpSigner:
    """Signs texts.

    Args:
        path: file of the secret key, in armour or binary.
        password: the password that it is encrypted with, if it is.
        named_by: what names the file, such as a variable.

    Raises:
        InputError: there is no such key, or the password does not open it; no text of the key is quoted.
    """

    def __init__(self, path: str, password: str | None, named_by: str) -> None:
        content = key_file(path, named_by)
        try:
            secret = Tsk.from_bytes(content)
            self._signer = secret.signer(password)
        except RuntimeError:  # its text has where in the library it came from
            message = "it is no secret OpenPGP key that can sign, or the password does not open it"
            remedy = (
                "Give a secret key as GnuPG exports it, and its password in INFRA_ENGINEER_HELM_SIGNING_KEY_PASSWORD."
            )
            raise unusable(path, message, remedy) from None
        self.certificates = [secret.extract_certificate()]

    def clear_signed(self, text: str) -> bytes:
        """Return a text with its signature; it differs from time to time.

        Args:
            text: the text.
        """
        return sign(self._signer, text.encode(), mode=SignatureMode.CLEAR)


def key_ring(path: str, named_by: str) -> list[Cert]:
    """Return public keys.

    Args:
        path: their file, in armour or binary.
        named_by: what names the file, such as a flag.

    Raises:
        InputError: there are no such keys.
    """
    content = key_file(path, named_by)
    try:
        found = Cert.split_bytes(content)
    except RuntimeError:
        found = []
    if not found:
        raise unusable(path, "it holds no public OpenPGP key", "Give public keys as GnuPG exports them.")
    return found


def signed_text(content: bytes, certificates: list[Cert]) -> str | None:
    """Return the text of a clear-signed message; ``None`` if none of the keys signed it.

    Args:
        content: the message, which may be anybody's.
        certificates: the keys.
    """
    try:
        read = verify(content, store=lambda _: certificates)
        return read.bytes.decode() if read.bytes is not None and read.valid_sigs else None
    except (RuntimeError, ValueError):
        return None


def claimed_text(content: bytes) -> str | None:
    """Return what a message says that it is clear-signed for, whoever signed; ``None`` if it is no such message.

    Args:
        content: the message, which may be anybody's.
    """
    head, found, rest = content.partition(b"\n\n")
    body, ended, _ = rest.partition(b"\n-----BEGIN PGP SIGNATURE-----")
    if not (head.startswith(BEGINNING) and found and ended):
        return None
    lines = body.decode("utf-8", "replace").splitlines()
    return "\n".join(line.removeprefix("- ") for line in lines) + "\n"
