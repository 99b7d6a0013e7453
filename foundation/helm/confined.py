"""Helm for charts of others: each in a process of its own, within bounds of time, memory and text."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from threading import Lock
from types import TracebackType
from typing import Any, Self

from foundation.helm.bounds import (
    MEBIBYTE,
    MOST_MEMORY,
    MOST_SECONDS,
    MOST_TEXT,
    MOST_TEXT_AT_ONCE,
    too_hungry,
    too_long,
    too_slow,
)
from foundation.helm.choosing import Wanted
from foundation.helm.engine import LintMessage
from foundation.helm.errors import HelmMissingError, HelmTimeoutError, RenderError
from foundation.model.errors import AgentError, OutsideError, Problem

_ERRORS: dict[str, type[AgentError]] = {
    error.__name__: error for error in (RenderError, HelmTimeoutError, HelmMissingError)
}
_SECONDS_TO_END = 5.0
#: A render's text as JSON, where a character takes up to six, and what is around it.
_MOST_BYTES = 6 * MOST_TEXT_AT_ONCE + MEBIBYTE


class ConfinedHelmEngine:
    """Asks Helm in another process, which is started for the first question about a chart and ends with the next chart.

    Args:
        wanted: which engine works there.
        program: name or path of the helm program.
    """

    def __init__(self, wanted: Wanted, program: str) -> None:
        self._wanted, self._program = wanted, program
        self._process: _Process | None = None
        self._lock = Lock()

    def __enter__(self) -> Self:
        """Return the engine; nothing is started yet."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """End what was started."""
        self._end()

    @property
    def description(self) -> str:
        """Name and version."""
        with self._lock:
            return (self._process or self._started(b"")).description

    def render(self, archive: bytes, values_yaml: str, release: str, namespace: str) -> dict[str, str]:
        """See ``HelmEngine.render``.

        Raises:
            RenderTooLargeError: it takes more than charts may.
        """
        return self._asked("render", archive, values_yaml, release, namespace)  # type: ignore[no-any-return]

    def render_anew(self, archive: bytes, values_yaml: str, release: str, namespace: str) -> dict[str, str]:
        """See ``HelmEngine.render_anew``.

        Raises:
            RenderTooLargeError: it takes more than charts may.
        """
        return self._asked("render_anew", archive, values_yaml, release, namespace)  # type: ignore[no-any-return]

    def render_templates(self, archive: bytes, values_yaml: str, release: str, namespace: str) -> dict[str, str] | None:
        """See ``HelmEngine.render_templates``.

        Raises:
            RenderTooLargeError: it takes more than charts may.
        """
        return self._asked("render_templates", archive, values_yaml, release, namespace)  # type: ignore[no-any-return]

    def lint(self, archive: bytes, values_yaml: str, kube_version: str) -> list[LintMessage]:
        """See ``HelmEngine.lint``.

        Raises:
            RenderTooLargeError: it takes more than charts may.
        """
        found = self._asked("lint", archive, values_yaml, kube_version)
        return [LintMessage.model_validate(message) for message in found]

    def _asked(self, method: str, archive: bytes, *arguments: str) -> Any:
        with self._lock:
            if self._process is None or self._process.archive != archive:
                self._end()
                self._process = self._started(archive)
            return self._process.ask({"method": method, "arguments": arguments})

    def _started(self, archive: bytes) -> "_Process":
        self._process = _Process(archive, self._wanted, self._program)
        return self._process

    def _end(self) -> None:
        if self._process is not None:
            self._process.end()
            self._process = None


class _Process:
    """A process that answers questions about one chart."""

    def __init__(self, archive: bytes, wanted: Wanted, program: str) -> None:
        self.archive = archive
        self._until, self._text = time.monotonic() + MOST_SECONDS, MOST_TEXT
        self._connection, theirs = Pipe()
        with theirs:
            self._process = _start(theirs, wanted, program)
        self.description = ""
        self.description = str(self._answer())
        self._send(archive)

    def ask(self, question: dict[str, Any]) -> Any:
        """Return what Helm answers.

        Raises:
            RenderTooLargeError: it took too much, now or at an earlier question.
            AgentError: as the engine raises it.
        """
        self._send(json.dumps(question).encode())
        return self._answer()

    def end(self) -> None:
        """End the process, whatever it does."""
        self._connection.close()
        with suppress(OSError):  # with all that it started; or it has ended already
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def _send(self, content: bytes) -> None:
        try:
            self._connection.send_bytes(content)
        except OSError:
            raise self._reason() from None

    def _answer(self) -> Any:
        if not self._connection.poll(max(0.0, self._until - time.monotonic())):
            self.end()
            raise too_slow()
        try:
            content = self._connection.recv_bytes(_MOST_BYTES)
        except (EOFError, ConnectionResetError):
            raise self._reason() from None
        except OSError:  # longer than it may be
            raise too_long() from None
        self._text -= len(content)
        if len(content) > MOST_TEXT_AT_ONCE or self._text < 0:
            raise too_long()
        answer = json.loads(content)
        if "failed" not in answer:
            return answer["result"]
        if answer["failed"] == MemoryError.__name__:
            raise too_hungry()
        raise _ERRORS.get(answer["failed"], OutsideError)(*map(Problem.model_validate, answer["problems"]))

    def _reason(self) -> AgentError:
        """Return why the process is no longer there: Go ends it where there is no memory, the system at its time."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_SECONDS_TO_END)
        self.end()
        if not self.description:
            message, remedy = "Helm's process ended before it began", "Check the memory and the limits of this machine."
            return HelmMissingError(Problem(code="helm-missing", message=message, remedy=remedy))
        return too_slow() if self._process.returncode == -signal.SIGXCPU else too_hungry()


def _start(connection: Connection, wanted: Wanted, program: str) -> "subprocess.Popen[bytes]":
    """Start the process; nothing of the folder that it is started in is imported (``-P``)."""
    descriptor = str(connection.fileno())
    return subprocess.Popen(  # noqa: S603 - this interpreter with our own arguments, no shell
        [sys.executable, "-P", "-m", "foundation.helm.confined_process", descriptor, wanted, program],
        pass_fds=[connection.fileno()],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "GOMEMLIMIT": str(MOST_MEMORY // 2)},
        start_new_session=True,
    )
