"""Finding the real programs, for the tests that compare with what people run by hand."""

import os
import shutil
from pathlib import Path

FETCHED = Path(__file__).resolve().parents[2] / ".cache" / "tools"


class ProgramNotFound(Exception):
    """There is no such program, and the text says how to get one."""


def find_program(name: str) -> str:
    """Return the path of ``helm`` or ``kubectl``: HELM_BINARY, the fetched one, or the one on the search path."""
    variable = f"{name.upper()}_BINARY"
    named = os.environ.get(variable)
    if named:
        found = shutil.which(named)
        if found is None:
            raise ProgramNotFound(f"{variable} is {named!r}, which is no program")
        return found
    fetched = FETCHED / name
    found = str(fetched) if os.access(fetched, os.X_OK) else shutil.which(name)
    if found is None:
        raise ProgramNotFound(f"these tests run a real {name}: `python scripts/fetch_tools.py` gets one")
    return found
