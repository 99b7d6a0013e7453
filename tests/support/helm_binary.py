"""Finding a real helm, for the tests that compare with what people run by hand."""

import os
import shutil
from pathlib import Path

FETCHED = Path(__file__).resolve().parents[2] / ".cache" / "tools" / "helm"


class HelmNotFound(Exception):
    """There is no helm, and the text says how to get one."""


def find_helm() -> str:
    """Return the path of helm: HELM_BINARY, the fetched one, or the one on the search path."""
    named = os.environ.get("HELM_BINARY")
    if named:
        found = shutil.which(named)
        if found is None:
            raise HelmNotFound(f"HELM_BINARY is {named!r}, which is no program")
        return found
    found = str(FETCHED) if os.access(FETCHED, os.X_OK) else shutil.which("helm")
    if found is None:
        raise HelmNotFound("these tests run a real helm: `python scripts/fetch_helm.py` gets one")
    return found
