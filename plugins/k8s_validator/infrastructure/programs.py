"""What the back ends' own programs say of their files, where the settings ask for it."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from foundation.model.findings import Finding
from foundation.model.infrastructure.kinds import BackEnd
from foundation.model.parts import part_named
from plugins.k8s_validator.rules.check import Check, NothingToCheck, SkipCheck
from plugins.k8s_validator.subject.subject import Subject

SETTING = "INFRA_ENGINEER_INFRASTRUCTURE_PROGRAMS"
_TIMEOUT_SECONDS = 120
#: Most of what a program says that a finding repeats.
_LONGEST = 500
#: Nobody's home, account or proxy: the programs look at files, and have no business elsewhere.
_CLOSED = {"HTTP_PROXY": "http://127.0.0.1:9", "HTTPS_PROXY": "http://127.0.0.1:9", "CHECKPOINT_DISABLE": "1"}


def asked(check: Check, subject: Subject, back_end: BackEnd, commands: Sequence[Sequence[str]]) -> Iterator[Finding]:
    """Yield what a program finds in the files of its back end.

    Args:
        check: the rule.
        subject: what is looked at.
        back_end: whose files; the program has the same name.
        commands: arguments of each call, which is made in the folder with the files.

    Raises:
        SkipCheck: nobody asks for it, there are no files, or the program is not on the PATH.
    """
    files = subject.infrastructure.get(back_end)
    if not files:
        raise NothingToCheck(f"the output has no {back_end}; output.{back_end} writes it")
    if not subject.setup.infrastructure_programs:
        raise NothingToCheck(f"off; {SETTING}=true runs it")
    program = shutil.which(back_end)
    if program is None:
        raise SkipCheck(f"the program {back_end} is not on the PATH")
    with tempfile.TemporaryDirectory(prefix="infra-engineer-") as folder:
        _write(Path(folder, "files"), files)
        for arguments in commands:
            said = _said([program, *arguments], Path(folder))
            if said is not None:
                yield subject.finding(check, said, file=part_named(back_end).folder)


def _write(folder: Path, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")


def _said(command: list[str], folder: Path) -> str | None:
    """Return what a program says against its files; none, if it takes them."""
    environment = {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(folder), **_CLOSED}
    try:
        done = subprocess.run(  # noqa: S603 - a program by its name, on files that we just wrote, no shell
            command,
            cwd=folder / "files",
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=_TIMEOUT_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"{Path(command[0]).name} could not be asked: {type(error).__name__}"
    if done.returncode == 0:
        return None
    text = (done.stderr.strip() or done.stdout.strip()).replace(f"{folder}/files/", "")
    return text[:_LONGEST] or f"{Path(command[0]).name} ended with code {done.returncode}"
