"""Compile what a run loads to bytecode, so that the first start after an installation need not.

Installers that are fast leave that to the first start, which takes twice as long then, and every start does where the
environment cannot be written to, as in most containers.

    python scripts/compile_bytecode.py
"""

import compileall
import py_compile
import sys
from importlib import import_module
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
_OWN = ("agent", "foundation", "memory", "plugins")
#: With these come the parts of libraries that every run loads.
_FIRST = ("agent.execution.preload", "agent.bootstrap.use_cases.generate", "agent.doors.cli.app")


def main() -> None:
    """Compile all modules of ours and what they load, also where Python is told not to write bytecode by itself."""
    for package in _OWN:
        compileall.compile_dir(_ROOT / package, quiet=2)
    for name in _FIRST:
        import_module(name)
    files = {getattr(module, "__file__", None) for module in [*sys.modules.values()]}
    for file in sorted(file for file in files if file is not None and file.endswith(".py")):
        py_compile.compile(file, doraise=False, quiet=2)


if __name__ == "__main__":
    main()
