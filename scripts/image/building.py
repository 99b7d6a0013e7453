"""The steps of the builder, carried out in a folder instead of a container."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from scripts.image.containerfile import Step

#: The step that installs the lock file; what is installed by that very file is here already.
LOCKED = "requirements.lock"


def build(steps: list[Step], context: Path, root: Path, packages: Path) -> list[str]:
    """Carry them out.

    Args:
        steps: steps of the builder.
        context: folder that files are copied from.
        root: what stands in for the root of the builder.
        packages: folder of the locked packages, which takes the place of installing them.

    Returns:
        What was not done, and why.

    Raises:
        subprocess.CalledProcessError: a step failed, and has said why on stderr.
    """
    left: list[str] = []
    folder, variables = root, dict(os.environ)
    for step in steps:
        if step.word == "WORKDIR":
            folder = _inside(root, step.arguments[0])
            folder.mkdir(parents=True, exist_ok=True)
        elif step.word == "COPY":
            _copy(context, step.arguments, folder)
        elif step.word == "ENV":
            name, _, value = step.arguments[0].partition("=")
            variables[name] = str(_inside(root, value))
        elif step.word == "RUN" and LOCKED in step.arguments:
            place = _inside(root, step.arguments[step.arguments.index("--target") + 1])
            place.parent.mkdir(parents=True, exist_ok=True)
            place.symlink_to(packages)
            left.append(f"{' '.join(step.arguments)}: the packages are those of this environment")
        elif step.word == "RUN":
            command = [str(_inside(root, word)) if word.startswith("/") else word for word in step.arguments]
            command[0] = sys.executable if command[0] == "python" else command[0]
            subprocess.run(command, cwd=folder, env=variables, stdout=subprocess.DEVNULL, check=True)
        else:
            left.append(f"{step.word} {' '.join(step.arguments)}: the Python of this machine takes its place")
    return left


def _copy(context: Path, arguments: list[str], folder: Path) -> None:
    *sources, place = arguments
    if place.endswith("/"):
        (folder / place).mkdir(parents=True, exist_ok=True)
    for source in sources:
        if (context / source).is_dir():
            shutil.copytree(context / source, folder / place, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(context / source, folder / place)


def _inside(root: Path, path: str) -> Path:
    return root / path.lstrip("/")
