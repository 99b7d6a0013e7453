"""Text in the form that kubeseal writes; nobody holds the key."""

import base64


def sealed(key_bytes: int = 512, content: bytes = b"x" * 20) -> str:
    """Return sealed text.

    Args:
        key_bytes: length of the sealing key.
        content: what stands behind the session key.
    """
    return base64.b64encode(key_bytes.to_bytes(2) + b"k" * key_bytes + content).decode()
