"""Which code this is: equal for equal code, whether it is installed or a checkout."""

import base64
import hashlib
import re
from functools import cache
from importlib import metadata
from pathlib import Path

from agent import __version__
from foundation.model.digests import json_digest

_NAME = "infrastructure-engineer-agent"
_PACKAGES = ("agent", "foundation", "memory", "plugins")
_ROOT = Path(__file__).resolve().parent.parent
#: Where one requirement ends and its version begins.
_REQUIREMENT = re.compile(r"^[A-Za-z0-9._-]+")


@cache
def release() -> str:
    """Return a digest of the version, the code and the versions of what it stands on."""
    distribution = metadata.distribution(_NAME)
    code = _recorded(distribution.read_text("RECORD") or "") or _in_checkout()
    needed = sorted({match[0] for line in distribution.requires or [] if (match := _REQUIREMENT.match(line))})
    return json_digest([__version__, code, {name: _version_of(name) for name in needed}])


def _recorded(record: str) -> dict[str, str]:
    """Return the digests of modules that an installation's record lists; a checkout's lists none."""
    fields = (line.split(",") for line in record.splitlines())
    return {path: digest for path, digest, _ in (f for f in fields if len(f) == 3) if _is_module(path)}


def _is_module(path: str) -> bool:
    return path.endswith(".py") and path.partition("/")[0] in _PACKAGES


def _in_checkout() -> dict[str, str]:
    found = (path for package in _PACKAGES for path in (_ROOT / package).rglob("*.py"))
    return {path.relative_to(_ROOT).as_posix(): _digest(path.read_bytes()) for path in found}


def _digest(content: bytes) -> str:
    """Return a digest as installations record it."""
    encoded = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=")
    return f"sha256={encoded.decode()}"


def _version_of(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:  # it is for other machines, or for a feature that is not installed
        return None
