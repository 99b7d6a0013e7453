"""docs/templates.md: its files are written and its commands run, as somebody with a type of their own would."""

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.docs.running import console_steps, shown_pattern
from tests.support.generation import ROOT

PAGE = (ROOT / "docs" / "templates.md").read_text(encoding="utf-8")
FILES = re.findall(r"<!-- write: (\S+) -->\n```yaml\n(.*?)```", PAGE, re.DOTALL)


def test_the_walk_through(tmp_path: Path) -> None:
    for name, text in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    environment = {
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
        "INFRA_ENGINEER_STATE_DIR": str(tmp_path / "state"),
        "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
    }
    steps = console_steps(PAGE)
    assert len(steps) == 11
    for command, shown in steps:
        if command.startswith("export "):
            name, _, value = command.removeprefix("export ").partition("=")
            environment[name] = value
            continue
        done = subprocess.run(
            ["sh", "-c", command], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120
        )
        stopped = re.search(r": (failed|blocked)$", shown)
        assert done.returncode == ({"failed": 2, "blocked": 1}[stopped[1]] if stopped else 0), done.stderr
        told = done.stderr if stopped else done.stdout
        assert re.match(shown_pattern(shown), told), f"{command}\n{told}"
        if shown and not stopped and shown.startswith("PageCache"):
            assert "error" not in done.stderr
