"""After an installation a run finds the bytecode of all that it loads."""

import os
import subprocess
import sys
from pathlib import Path

from tests.support.generation import ROOT

#: What Python says with -v of a module that it had to compile.
COMPILED = "# code object from '"


def test_what_a_run_loads_is_compiled_even_where_python_writes_no_bytecode(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(tmp_path / "bytecode"), "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run([sys.executable, ROOT / "scripts/compile_bytecode.py"], env=environment, cwd=tmp_path, check=True)
    generate = [sys.executable, "-v", "-m", "agent", "generate", str(ROOT / "examples/order-service.yaml")]
    run = subprocess.run(
        [*generate, "--output", str(tmp_path / "out")],
        env={**environment, "INFRA_ENGINEER_STATE_DIR": str(tmp_path / "state")},
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    said = run.stderr.splitlines()
    assert [line for line in said if line.startswith(COMPILED) and ".pyc'" not in line] == []
    assert len([line for line in said if line.startswith(COMPILED) and ".pyc'" in line]) > 1_000
