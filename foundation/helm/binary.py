"""The helm binary as the engine: slower, but it is what people run by hand."""

import re
import subprocess
import tempfile
from collections import defaultdict
from functools import cached_property
from pathlib import Path, PurePosixPath

from foundation.helm.engine import LintMessage, join_objects, split_objects
from foundation.helm.errors import HelmMissingError, HelmTimeoutError, render_error, settled
from foundation.model.errors import Problem

_TIMEOUT_SECONDS = 60
_LINT_LINE = re.compile(r"^\[(INFO|WARNING|ERROR)\] ([^:]+): (.*)$")
_SOURCE = re.compile(r"^# Source: (\S+)\n", re.MULTILINE)


class BinaryHelmEngine:
    """Renders and lints by running helm.

    Args:
        executable: path of helm 3 or 4.
    """

    def __init__(self, executable: str) -> None:
        self._executable = executable

    @cached_property
    def version(self) -> str:
        """The binary's own version, such as ``v4.3.1``."""
        return self._run(["version", "--template", "{{ .Version }}"]).stdout.strip()

    @property
    def description(self) -> str:
        """Name and version."""
        return f"binary {self._executable}, Helm {self.version}"

    def render(self, archive: bytes, values_yaml: str, release: str, namespace: str) -> dict[str, str]:
        """See ``HelmEngine.render``."""
        with tempfile.TemporaryDirectory(prefix="infra-engineer-") as folder:
            chart, values = _stage(Path(folder), archive, values_yaml)
            done = self._run(["template", release, chart, "--namespace", namespace, "--values", values])
        if done.returncode != 0:
            raise render_error(done.stderr)
        objects: dict[str, list[str]] = defaultdict(list)
        for part in split_objects(done.stdout):
            match = _SOURCE.match(part)
            if match:
                objects[PurePosixPath(match[1]).name] += split_objects(part[match.end() :])
        return {name: join_objects(parts) for name, parts in sorted(objects.items())}

    def render_anew(self, archive: bytes, values_yaml: str, release: str, namespace: str) -> dict[str, str]:
        """See ``HelmEngine.render_anew``: the program keeps nothing."""
        return self.render(archive, values_yaml, release, namespace)

    def render_templates(self, archive: bytes, values_yaml: str, release: str, namespace: str) -> None:
        """See ``HelmEngine.render_templates``: the program prints what is left of all templates together."""

    def lint(self, archive: bytes, values_yaml: str, kube_version: str) -> list[LintMessage]:
        """See ``HelmEngine.lint``."""
        with tempfile.TemporaryDirectory(prefix="infra-engineer-") as folder:
            chart, values = _stage(Path(folder), archive, values_yaml)
            done = self._run(["lint", chart, "--strict", "--values", values, "--kube-version", f"v{kube_version}.0"])
        lines = done.stdout.splitlines() + done.stderr.splitlines()
        found = [match for match in map(_LINT_LINE.match, lines) if match]
        messages = [LintMessage(severity=match[1].lower(), path=match[2], text=settled(match[3])) for match in found]
        if done.returncode != 0 and not any(message.severity in ("warning", "error") for message in messages):
            raise render_error(done.stderr)
        return messages

    def _run(self, arguments: list[str]) -> "subprocess.CompletedProcess[str]":
        try:
            return subprocess.run(  # noqa: S603 - a fixed program with our own arguments, no shell
                [self._executable, *arguments],
                capture_output=True,
                encoding="utf-8",
                timeout=_TIMEOUT_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise HelmTimeoutError(
                Problem(
                    code="helm-timeout",
                    message=f"helm {arguments[0]} took longer than {_TIMEOUT_SECONDS} s",
                    remedy="Try again.",
                )
            ) from error
        except OSError as error:
            raise HelmMissingError(
                Problem(
                    code="helm-missing",
                    message=f"{self._executable} cannot be run: {error.strerror}",
                    remedy="Install helm 3 or 4, or set INFRA_ENGINEER_HELM_ENGINE=native.",
                )
            ) from error


def _stage(folder: Path, archive: bytes, values_yaml: str) -> tuple[str, str]:
    chart, values = folder / "chart.tgz", folder / "values.yaml"
    chart.write_bytes(archive)
    values.write_text(values_yaml, encoding="utf-8")
    return str(chart), str(values)
