"""The yamllint program's own verdict, where the settings ask for it.

It runs as a program of its own, because it is slow (milliseconds a line) and under the GPL.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from foundation.model.findings import Finding
from foundation.model.flags import Flag
from plugins.k8s_validator.rules.check import Check, NothingToCheck, SkipCheck
from plugins.k8s_validator.subject.subject import Subject

#: What kubectl and Helm write passes this.
CONFIGURATION = """
extends: default
rules:
  document-start: disable
  line-length: disable
  indentation: {spaces: consistent, indent-sequences: whatever}
  comments: {min-spaces-from-content: 1}
  comments-indentation: disable
  braces: {max-spaces-inside: 1}
  quoted-strings: disable
"""
_TIMEOUT_SECONDS = 300


def find_yamllint() -> str | None:
    """Return the program's path: beside this Python, or on the search path."""
    beside = Path(sys.executable).with_name("yamllint")
    return str(beside) if beside.is_file() else shutil.which("yamllint")


def _run(check: Check, subject: Subject) -> Iterator[Finding]:
    if not subject.setup.yamllint:
        raise NothingToCheck(f"off; {Flag.YAMLLINT} or INFRA_ENGINEER_YAMLLINT=true runs it")
    program = find_yamllint()
    if program is None:
        raise SkipCheck("the program yamllint is not installed; pip install yamllint")
    with tempfile.TemporaryDirectory(prefix="infra-engineer-") as folder:
        names = {f"{number}.yaml": path for number, path in enumerate(subject.files)}
        for name, path in names.items():
            (Path(folder) / name).write_text(subject.files[path], encoding="utf-8")
        command = [program, "--format", "parsable", "--config-data", CONFIGURATION, *names]
        done = subprocess.run(  # noqa: S603 - a fixed program on files that we just wrote, no shell
            command, cwd=folder, capture_output=True, encoding="utf-8", timeout=_TIMEOUT_SECONDS, check=False
        )
    for row in done.stdout.splitlines():
        name, line, _, text = row.split(":", 3)
        path = names[name]
        yield Finding(
            code=check.code,
            severity=check.severity,
            message=text.strip(),
            remedy=check.remedy,
            file=path,
            line=int(line),
            environment=subject.environments.get(path),
        )


CHECK = Check(
    code="yamllint",
    severity="warning",
    title="The yamllint program finds nothing.",
    remedy="Lay the line out as yamllint says.",
    references=("https://yamllint.readthedocs.io",),
    run=_run,
)
