"""What the tutorial and the how-to pages show is what their commands say."""

from pathlib import Path

import pytest

from scripts.console_blocks import console_pages, environment, replayed
from tests.support.generation import ROOT
from tests.support.in_process import run_here

PAGES = console_pages()


@pytest.mark.parametrize("page", PAGES)
def test_pages_show_what_their_commands_say(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in environment(tmp_path / "state").items():
        monkeypatch.setenv(name, value)
    folder = tmp_path / "sitting"
    folder.mkdir()

    def call(arguments: list[str], place: Path, exported: dict[str, str]) -> tuple[int, str]:
        monkeypatch.chdir(place)
        for name, value in exported.items():
            monkeypatch.setenv(name, value)
        code = run_here(*arguments)
        said = capsys.readouterr()
        return code, said.out + said.err

    text = (ROOT / page).read_text()
    assert replayed(text, folder, call) == text, (
        f"run `python -m scripts.console_blocks {page}` and review the difference"
    )


def test_there_are_such_pages() -> None:
    assert "docs/tutorial.md" in PAGES
    assert len([page for page in PAGES if page.startswith("docs/how-to/")]) >= 5


def test_a_page_runs_nothing_else(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="and not curl"):
        replayed("```console\n$ curl x\n```\n", tmp_path, lambda arguments, folder, exported: (0, ""))
