"""A package in a virtual environment of its own, for programs of tests whose packages stay out of ours."""

import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path

from scripts.install import install


def install_apart(name: str, requirement: str, mark: Path, finish: Callable[[], None] = lambda: None) -> int:
    """Install a package, unless this version is there already; return the exit code.

    Args:
        name: what people call it.
        requirement: the package and its version.
        mark: file of the environment's folder that says that it is complete; its name has the version.
        finish: does what is to be done besides.
    """
    folder = mark.parent
    if mark.is_file():
        mark.touch()  # so that make does not ask again
        print(f"{folder} is up to date")
        return 0
    try:
        venv.create(folder, clear=True, with_pip=True)
        install(requirement, python=folder / "bin" / "python")
        finish()
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"{name} could not be installed: {error}", file=sys.stderr)
        return 1
    mark.touch()
    print(f"{name} is ready in {folder}")
    return 0
