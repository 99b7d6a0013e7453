"""After an installation a run finds the bytecode of all that it loads first."""

import os
import subprocess
import sys
from pathlib import Path

from tests.support.generation import ROOT

#: One module of each kind: the program, a plugin's rules, the kernel, the standard library.
LOADED = ("agent/execution/runner", "plugins/k8s_validator/plugin", "semantic_kernel/kernel", "asyncio/runners")


def test_what_a_run_loads_is_compiled_even_where_python_writes_no_bytecode(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run([sys.executable, ROOT / "scripts/compile_bytecode.py"], env=environment, cwd=tmp_path, check=True)
    compiled = {path.as_posix().partition(".cpython")[0] for path in tmp_path.rglob("*.pyc")}
    assert [name for name in LOADED if not any(path.endswith(name) for path in compiled)] == []
