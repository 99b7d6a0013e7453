"""Mistakes and findings on stderr, and the exit code of what ended the program."""

import errno
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from agent.doors.cli.exit_codes import exit_code
from agent.doors.cli.stdin import STDIN, content_of_stdin
from foundation.model.errors import AgentError, InputError, Problem, exhausted, unexpected
from foundation.model.findings import Finding
from foundation.source.tree import shown

if TYPE_CHECKING:
    from agent.reporting.mistakes import MistakesText

#: Bytes of a file that lines are shown of: those of a bundle.
_LARGEST = 4 * 1024 * 1024


def report_failure(error: Exception) -> int:
    """Write what ended the program, and return its exit code.

    What nobody expected is a defect of ours: its details go to the log, not to the user.
    """
    if isinstance(error, AgentError):
        report_problems(error.problems)
        return exit_code(error.fault)
    known = exhausted(error) or _impossible_name(error)
    if known is not None:
        return report_failure(known)
    from agent.logs import configure_logging

    configure_logging("error").error("internal error", exc_info=error)
    return report_failure(unexpected(error))


def _impossible_name(error: Exception) -> InputError | None:
    """Return an error of the system about a name as the mistake that it is: no command can be given such a file."""
    if not isinstance(error, OSError) or error.errno not in (errno.ENAMETOOLONG, errno.ELOOP):
        return None
    message = f"there can be no such file: {error.strerror}"
    return InputError(
        Problem(code="file-missing", message=message, remedy="Check the path.", file=shown(str(error.filename or "")))
    )


def report_problems(problems: Sequence[Problem]) -> None:
    """Write every problem to stderr: what it is, where, and how to mend it."""
    sys.stderr.write(_text().of_problems(problems))


def report_findings(findings: Sequence[Finding]) -> None:
    """Write every finding to stderr in the same form, at the place in the bundle that caused it."""
    sys.stderr.write(_text().of_findings(findings))


def report_known(findings: Sequence[Finding]) -> None:
    """Write the findings that a baseline holds; they block nothing."""
    sys.stderr.write(_text().of_known(findings))


def _text() -> "MistakesText":
    from agent.reporting.excerpts import Excerpts
    from agent.reporting.mistakes import MistakesText

    return MistakesText(Excerpts(_content), lambda name: Path(name).is_file(), colored=_colored())


def _content(file: str) -> str | None:
    """Return the text of a file that a message names, if it is one that can be shown."""
    path = Path(file)
    try:
        if file == STDIN and (content := content_of_stdin()) is not None:
            return content.decode()
        if not path.is_file() or path.stat().st_size > _LARGEST:
            return None
        return path.read_bytes().decode()
    except (OSError, ValueError):
        return None


def _colored() -> bool:
    """Colours are for terminals whose owner does not object (no-color.org)."""
    return sys.stderr.isatty() and not os.environ.get("NO_COLOR")
