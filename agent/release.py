"""Which code this is: equal for equal code, whether it is installed or a checkout."""

import os
import sys
from functools import cache
from importlib import metadata
from pathlib import Path

from agent import __version__
from agent.checkout import module_digests
from foundation.model.digests import json_digest
from foundation.model.expressions import expression

_NAME = "infrastructure-engineer-agent"
_PACKAGES = ("agent", "foundation", "memory", "plugins")
_ROOT = Path(__file__).resolve().parent.parent
#: Where one requirement ends and its version begins.
_REQUIREMENT = expression(r"^[A-Za-z0-9._-]+")
#: What a distribution's folder ends with; before it stand its name and its version.
_METADATA = ".dist-info"
#: Spellings of a name that mean the same.
_DIVIDED = expression(r"[-_.]+")


@cache
def release() -> str:
    """Return a digest of the version, the code and the versions of what it stands on."""
    distribution = metadata.distribution(_NAME)
    code = _recorded(distribution.read_text("RECORD") or "") or module_digests(_ROOT, _PACKAGES)
    needed = sorted({match[0] for line in distribution.requires or [] if (match := _REQUIREMENT.match(line))})
    installed = _installed()
    # What is not there is for other machines, or for a feature that is not installed.
    return json_digest([__version__, code, {name: installed.get(_spelled_once(name)) for name in needed}])


def _recorded(record: str) -> dict[str, str]:
    """Return the digests of modules that an installation's record lists; a checkout's lists none."""
    fields = (line.split(",") for line in record.splitlines())
    return {path: digest for path, digest, _ in (f for f in fields if len(f) == 3) if _is_module(path)}


def _is_module(path: str) -> bool:
    return path.endswith(".py") and path.partition("/")[0] in _PACKAGES


def _installed() -> dict[str, str]:
    """Return the versions of all distributions by name; reading the metadata of each takes ten times as long."""
    versions: dict[str, str] = {}
    for entry in (entry for folder in sys.path for entry in _entries(folder)):
        if entry.endswith(_METADATA):
            name, _, version = entry.removesuffix(_METADATA).partition("-")
            versions.setdefault(_spelled_once(name), version)
    return versions


def _entries(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:  # an archive, or nothing
        return []


def _spelled_once(name: str) -> str:
    return _DIVIDED.sub("-", name).lower()
