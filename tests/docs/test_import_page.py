import re
import subprocess
import sys
from pathlib import Path

from tests.support.generation import EXAMPLES, ROOT

PAGE = (ROOT / "docs" / "import.md").read_text(encoding="utf-8")


def test_the_page_shows_the_example_as_it_is() -> None:
    ((path, text),) = re.findall(r"<!-- file: (\S+) -->\n```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert text == (ROOT / path).read_text(encoding="utf-8")


def test_the_page_shows_real_output(tmp_path: Path) -> None:
    ((command, shown),) = re.findall(r"<!-- run: infra-engineer (.*?) -->\n```yaml\n(.*?)```", PAGE, re.DOTALL)
    (told,) = re.findall(r"<!-- stderr -->\n```\n(.*?)```", PAGE, re.DOTALL)
    (tmp_path / "examples").symlink_to(EXAMPLES)
    done = subprocess.run(
        [sys.executable, "-m", "agent", *command.split()],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        env={"INFRA_ENGINEER_STATE_DIR": str(tmp_path / "state"), "PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)},
        check=True,
    )
    assert (done.stdout, done.stderr) == (shown, told)
