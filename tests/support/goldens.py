"""Goldens: the whole output of a run as a tree of files."""

import difflib
import json
import shutil
from pathlib import Path

from agent.doors.cli.exit_codes import exit_code
from foundation.model.run.request import GenerationResult
from plugins.event_emitter.buses.files import EVENTS, event_line
from tests.support.generation import GOLDENS, Case, Generated


def golden_of(generated: Generated) -> dict[str, bytes]:
    """Return what a case's golden must hold, by path.

    Archives are left out: artifacts.json, which is in, has their digests. A failed run leaves no
    files; its golden is the list of problems and the events.
    """
    if generated.case.fails:
        return {"problems.json": _problems(generated.result), EVENTS: event_lines(generated.result)}
    return {path: content for path, content in files_of(generated.folder).items() if not path.endswith(".tgz")}


def event_lines(result: GenerationResult) -> bytes:
    """Return the events of a run as they stand in a file."""
    return "".join(event_line(event) + "\n" for event in result.events.events).encode()


def files_of(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def golden_chart(name: str) -> dict[str, bytes]:
    """Return the files of a golden's chart, by path in the chart."""
    (folder,) = (GOLDENS / name / "charts").iterdir()
    return files_of(folder)


def write_golden(case: Case, files: dict[str, bytes]) -> None:
    """Replace a case's golden."""
    shutil.rmtree(GOLDENS / case.name, ignore_errors=True)
    for name, content in files.items():
        path = GOLDENS / case.name / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def differences(expected: dict[str, bytes], actual: dict[str, bytes]) -> str:
    """Describe how two trees differ; empty if they are the same byte for byte."""
    parts = [f"missing: {name}\n" for name in sorted(expected.keys() - actual.keys())]
    parts += [f"unexpected: {name}\n" for name in sorted(actual.keys() - expected.keys())]
    for name in sorted(expected.keys() & actual.keys()):
        if expected[name] != actual[name]:
            parts += [f"different: {name}\n", *_lines_that_differ(expected[name], actual[name])]
    return "".join(parts)


def _lines_that_differ(expected: bytes, actual: bytes) -> list[str]:
    before, after = (content.decode(errors="replace").splitlines(keepends=True) for content in (expected, actual))
    return list(difflib.unified_diff(before, after, "expected", "actual"))


def _problems(result: GenerationResult) -> bytes:
    content = {
        "status": result.status,
        "failure": result.failure,
        "exit_code": exit_code(result.fault),
        "problems": [problem.model_dump() for problem in result.problems],
    }
    return (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode()
