"""Which code this is: equal for equal code, whether it is installed or a checkout."""

import base64
import hashlib
import os
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
#: A distribution's metadata is long: reading all of it as the e-mail that it is takes time.
_VERSION = re.compile(r"^Version: *(.+?) *$", re.MULTILINE)


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
    # Paths as texts: a thousand objects for them take longer than reading what is there.
    folders = (folder for package in _PACKAGES for folder in os.walk(f"{_ROOT}/{package}"))
    found = (f"{folder}/{name}" for folder, _, names in folders for name in names if name.endswith(".py"))
    return {path[len(f"{_ROOT}/") :].replace(os.sep, "/"): _digest(_content(path)) for path in found}


def _content(path: str) -> bytes:
    with open(path, "rb", buffering=0) as file:
        return file.read()


def _digest(content: bytes) -> str:
    """Return a digest as installations record it."""
    encoded = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=")
    return f"sha256={encoded.decode()}"


def _version_of(name: str) -> str | None:
    try:
        found = _VERSION.search(metadata.distribution(name).read_text("METADATA") or "")
    except metadata.PackageNotFoundError:  # it is for other machines, or for a feature that is not installed
        return None
    return found and found[1]
