"""Bug report: what those who mend the agent have to know of a machine, and nothing that is secret there."""

import locale
import os
import platform
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from importlib import metadata
from pathlib import Path
from typing import TypeVar

from agent import __version__
from agent.release import release
from foundation.model.diagnosis import BugReport, Diagnosis, ReportPart
from foundation.model.errors import AgentError
from foundation.secrets.names import Meaning, meaning
from foundation.secrets.redact import redacted

Found = TypeVar("Found")
_NAME = "infrastructure-engineer-agent"
#: Variables of others that change what the agent does; nothing but these is looked at, and of those that may hold an
#: address or a key it is only said that they are set.
_SHOWN = ("LANG", "LC_ALL", "LC_CTYPE", "TZ", "TERM", "NO_COLOR", "COLUMNS", "SOURCE_DATE_EPOCH", "PYTHONUTF8")
_NAMED = (
    *("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE"),
    *("KUBECONFIG", "HOME", "TMPDIR", "XDG_STATE_HOME", "PYTHONPATH", "PYTHONWARNINGS", "PYTHONOPTIMIZE"),
)
#: Variables of the shell whose names look like a password's.
_FOLDERS = {"PWD", "OLDPWD"}
#: Where one requirement ends and its version begins.
_REQUIREMENT = re.compile(r"^[A-Za-z0-9._-]+")
_NAMED_BEGIN = ("OTEL_", "AZURE_", "HELM_", "APPLICATIONINSIGHTS_")


def bug_report(
    *,
    diagnose: Callable[[], list[Diagnosis]],
    last_runs: Callable[[], list[tuple[str, str]]],
    settings: Mapping[str, bool],
    environment: Mapping[str, str],
) -> BugReport:
    """Put together what was found; nothing of it is raised, and nothing secret is in it.

    Args:
        diagnose: looks at everything; it raises an error where the settings cannot be read.
        last_runs: gives a name and a line for each of the last runs.
        settings: whether a variable may be shown, by the name of each that is a setting.
        environment: the variables of the process.
    """
    diagnoses, problem = _attempt(diagnose)
    wrong = problem is not None
    shown = {name: may_be and not wrong for name, may_be in settings.items()}
    runs, without = (None, None) if wrong else _attempt(last_runs)
    parts = [
        ReportPart(title="Agent", lines=[*_agent()]),
        ReportPart(title="System", lines=[*_system()]),
        ReportPart(title="Settings", lines=[*_settings(shown, environment)]),
        ReportPart(title="Other variables", lines=[*_others(environment)]),
        ReportPart(title="What was looked at", lines=_looked_at(diagnoses or [], problem)),
        ReportPart(title="Last runs", lines=runs or ([("none", without)] if without else [])),
        ReportPart(title="Packages", lines=[*_packages()]),
    ]
    known = _known(settings, environment)
    return BugReport(
        parts=[_fit_for_others(part, known) for part in parts],
        failed=wrong or any(one.status == "failed" for one in diagnoses or []),
    )


def _attempt(look: Callable[[], Found]) -> tuple[Found | None, str | None]:
    """Return what was found, or why nothing was."""
    try:
        return look(), None
    except AgentError as error:
        return None, "; ".join(f"{problem.code}: {problem.message}. {problem.remedy}" for problem in error.problems)
    except Exception as error:
        return None, f"{type(error).__name__}: {error}"


def _agent() -> Iterator[tuple[str, str]]:
    yield "version", __version__
    yield "code", release()
    yield "installed in", str(Path(__file__).resolve().parents[2])
    yield "started as", Path(sys.argv[0]).name


def _system() -> Iterator[tuple[str, str]]:
    yield "system", f"{platform.platform()} {platform.machine()}"
    yield "python", f"{platform.python_implementation()} {platform.python_version()} at {sys.executable}"
    yield "processors", f"{os.cpu_count()}, of which {len(os.sched_getaffinity(0))} for us"
    yield "memory", f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') // 2**20} MB"
    yield "text", f"{locale.getpreferredencoding(False)}; files {sys.getfilesystemencoding()}"
    yield "terminal", ", ".join(name for name in ("stdin", "stdout", "stderr") if getattr(sys, name).isatty()) or "none"


def _settings(shown: Mapping[str, bool], environment: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name in sorted(environment):
        if name in shown:
            yield name, environment[name] if shown[name] else "(set)"
        elif name.startswith("INFRA_ENGINEER_"):
            yield name, "(set; it is no setting)"


def _others(environment: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name in sorted(environment):
        if name in _SHOWN:
            yield name, environment[name]
        elif name.upper() in _NAMED or name.startswith(_NAMED_BEGIN):
            yield name, "(set)"


def _looked_at(diagnoses: list[Diagnosis], problem: str | None) -> list[tuple[str, str]]:
    found = [("settings", f"failed: {problem}")] if problem is not None else []
    for one in diagnoses:
        found.append((one.name, f"{one.status}: {one.detail}"))
        found += [(f"{one.name}, {told.code}", f"{told.message}. {told.remedy}") for told in one.problems]
    return found


def _packages() -> Iterator[tuple[str, str]]:
    for requirement in sorted(metadata.requires(_NAME) or [], key=str.lower):
        name = _REQUIREMENT.match(requirement)
        if name is None or "extra ==" in requirement:
            continue
        try:
            yield name[0], metadata.version(name[0])
        except metadata.PackageNotFoundError:
            yield name[0], "not installed"


def _known(settings: Mapping[str, bool], environment: Mapping[str, str]) -> set[str]:
    """Return the secrets of the environment: none of them may stand anywhere in the report."""
    secret = {name for name in environment if settings.get(name) is False or meaning(name) is not Meaning.NONE}
    secret -= _FOLDERS
    return {environment[name] for name in secret}


def _fit_for_others(part: ReportPart, known: set[str]) -> ReportPart:
    home = os.environ.get("HOME", "")
    lines = [(name, redacted(name, value, known)) for name, value in part.lines]
    if len(home) > 1:
        lines = [(name, value.replace(home, "~")) for name, value in lines]
    return part.model_copy(update={"lines": [(_line(name), _line(value)) for name, value in lines]})


def _line(text: str) -> str:
    return "".join(character if character.isprintable() else "\ufffd" for character in text)
