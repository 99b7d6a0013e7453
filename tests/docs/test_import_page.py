import re
from pathlib import Path

from tests.docs.running import run_shown
from tests.support.generation import ROOT

PAGE = (ROOT / "docs" / "import.md").read_text(encoding="utf-8")


def test_the_page_shows_the_example_as_it_is() -> None:
    ((path, text),) = re.findall(r"<!-- file: (\S+) -->\n```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert text == (ROOT / path).read_text(encoding="utf-8")


def test_the_page_shows_real_output(tmp_path: Path) -> None:
    ((command, shown),) = re.findall(r"<!-- run: infra-engineer (.*?) -->\n```yaml\n(.*?)```", PAGE, re.DOTALL)
    (told,) = re.findall(r"<!-- stderr -->\n```\n(.*?)```", PAGE, re.DOTALL)
    done = run_shown(tmp_path, command)
    assert (done.stdout, done.stderr) == (shown, told)
