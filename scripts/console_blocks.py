"""Pages whose commands are run: each ``console`` block shows what its commands said.

A page is one sitting in one folder, with the examples of the checkout beside it. ``<!-- write: PATH -->`` before a
block makes it a file. Where the shown output ends in a line ``…``, the first lines alone are shown.

    python -m scripts.console_blocks [PAGE...]
"""

import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = "infra-engineer"
#: What pages use beside the program itself.
OTHERS = ("cat", "cp", "mkdir", "rm", "sed")
_PART = re.compile(
    r"<!-- write: (?P<path>[\w./-]+) -->\n```\w*\n(?P<text>.*?)^```$|^```console\n(?P<block>.*?)^```$", re.S | re.M
)
_CUT = "…"
#: Runs the program with arguments and further variables in a folder, and returns its exit code and what it said.
Run = Callable[[list[str], Path, dict[str, str]], tuple[int, str]]


def console_pages() -> list[str]:
    """Return the tutorial and the how-to pages that have such blocks, by their path in the repository."""
    found = [ROOT / "docs" / "tutorial.md", *sorted((ROOT / "docs" / "how-to").glob("*.md"))]
    return [path.relative_to(ROOT).as_posix() for path in found if "```console\n" in path.read_text(encoding="utf-8")]


def replayed(page: str, folder: Path, run: Run) -> str:
    """Return a page with what its commands say today.

    Args:
        page: its text.
        folder: an empty folder.
        run: runs the program.

    Raises:
        ValueError: a command is neither the program nor one of the few others.
    """
    (folder / "examples").symlink_to(ROOT / "examples")
    exported: dict[str, str] = {}

    def part(match: re.Match[str]) -> str:
        if match["path"] is not None:
            path = folder / match["path"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(match["text"], encoding="utf-8")
            return match[0]
        shown = re.split(r"^(?=\$ )", match["block"], flags=re.M)
        return "```console\n" + "".join(_answered(text, folder, run, exported) for text in shown if text) + "```"

    return _PART.sub(part, page)


def _answered(shown: str, folder: Path, run: Run, exported: dict[str, str]) -> str:
    """Return a command with its output, cut where it was cut before."""
    head, *before = shown.splitlines()
    lines = [line.rstrip() for line in _said(head.removeprefix("$ "), folder, run, exported).splitlines()]
    if before and before[-1] == _CUT:
        lines = [*lines[: len(before) - 1], _CUT]
    return "".join(f"{line}\n" for line in [head, *lines])


def _said(line: str, folder: Path, run: Run, exported: dict[str, str]) -> str:
    line, _, wanted = line.partition("; echo ")
    line, _, target = line.partition(" > ")
    program, *arguments = shlex.split(line)
    if program == PROGRAM:
        code, text = run(arguments, folder, exported)
    elif program == "export":
        exported |= dict(word.split("=", 1) for word in arguments)
        return ""
    elif program in OTHERS:
        done = subprocess.run([program, *arguments], cwd=folder, capture_output=True, encoding="utf-8", check=False)
        code, text = done.returncode, done.stdout + done.stderr
    else:
        raise ValueError(f"a page may run {PROGRAM}, export, {', '.join(OTHERS)}, and not {program}")
    if target:
        (folder / target).write_text(text, encoding="utf-8")
        text = ""
    return f"{text}{code}\n" if wanted else text


def environment(state: Path) -> dict[str, str]:
    """Return the settings of a sitting: a state folder of its own, and a clock that stands."""
    return {"INFRA_ENGINEER_STATE_DIR": str(state), "SOURCE_DATE_EPOCH": "1746657912", "COLUMNS": "120"}


def rewrite(pages: list[str]) -> None:
    """Run pages, and write what their commands say today.

    Args:
        pages: their paths in the repository.
    """
    for name in pages:
        with tempfile.TemporaryDirectory(prefix="page-") as made:
            folder = Path(made) / "sitting"
            folder.mkdir()
            variables = {**environment(Path(made) / "state"), "PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)}

            path = ROOT / name
            text = replayed(path.read_text(encoding="utf-8"), folder, _separately(variables))
            path.write_text(text, encoding="utf-8")
            print(name)


def _separately(variables: dict[str, str]) -> Run:
    """Return what runs the program in a process of its own."""

    def run(arguments: list[str], folder: Path, exported: dict[str, str]) -> tuple[int, str]:
        command, env = [sys.executable, "-m", "agent", *arguments], {**variables, **exported}
        done = subprocess.run(command, cwd=folder, env=env, capture_output=True, encoding="utf-8", check=False)
        return done.returncode, done.stdout + done.stderr

    return run


if __name__ == "__main__":
    rewrite(sys.argv[1:] or console_pages())
