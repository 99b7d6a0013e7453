"""Compile what a run loads to bytecode, so that the first start after an installation need not.

Installers that are fast leave that to the first start, which takes twice as long then, and every start does where the
environment cannot be written to, or where Python is told to write no bytecode. What a run loads is known when it has
been loaded, for much is only where it is used: so this is a run.

    python scripts/compile_bytecode.py
"""

import compileall
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

_ROOT = Path(__file__).resolve().parent.parent
_OWN = ("agent", "foundation", "memory", "plugins")
_EXAMPLE = _ROOT / "examples" / "order-service.yaml"


def main() -> None:
    """Compile all modules of ours, and let Python write the bytecode of all else that generating loads."""
    for package in _OWN:
        compileall.compile_dir(_ROOT / package, quiet=2)
    with TemporaryDirectory() as folder:
        generate = [sys.executable, "-m", "agent", "generate", str(_EXAMPLE), "--output", f"{folder}/out"]
        # Nothing of the machine's settings: nobody is asked anything, and nothing is remembered.
        environment = {name: value for name, value in os.environ.items() if not _concerns(name)}
        environment |= {"INFRA_ENGINEER_STATE_DIR": f"{folder}/state", "PYTHONPATH": str(_ROOT)}
        subprocess.run(generate, cwd=folder, env=environment, check=True, capture_output=True)


def _concerns(name: str) -> bool:
    return name.startswith("INFRA_ENGINEER_") or name == "PYTHONDONTWRITEBYTECODE"


if __name__ == "__main__":
    main()
