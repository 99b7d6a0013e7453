"""What answers call what a client can say: the parameters of requests, and places below the workspace."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from agent.doors.words import Words
from foundation.model.errors import Problem
from foundation.model.flags import Flag

_COMMAND_LINE = "command line"
#: What of a problem may name a place.
_SAID = ("message", "remedy", "file")
_WORDS = Words(
    {
        Flag.COMPONENT: "component",
        Flag.CONFIG_ONLY: "config_only",
        Flag.DRY_RUN: "dry_run",
        Flag.ENVIRONMENT: "env",
        Flag.EXPLAIN: "code",
        Flag.FORCE: "force",
        Flag.KUBE_VERSION: "kube_version",
        Flag.MERGE: "merge",
        Flag.ONLY: "only",
        Flag.OUTPUT: "output",
        Flag.OVERWRITE: "overwrite",
        Flag.PROFILE: "profile",
        Flag.REASON: "reason",
        Flag.SET: "set",
        Flag.TENANT: "tenant",
        Flag.TO: "to",
        Flag.WITH: "with",
        Flag.WITHOUT: "without",
    }
)


def in_own_words(content: Any, workspace: Path) -> Any:
    """Return data as a client of the API knows what is in it.

    Args:
        content: plain data; it stays as it is.
        workspace: what places are told below of; where it is on the machine is nobody's business.
    """
    return _below(_WORDS.of(content), f"{workspace}/")


def problems_in_own_words(problems: Sequence[Problem], workspace: Path) -> list[Problem]:
    """Return problems in the same words.

    Args:
        problems: the problems.
        workspace: what places are told below of.
    """
    root = f"{workspace}/"
    said = (_of_parameter(_WORDS.of(problem)) for problem in problems)
    return [one.model_copy(update={name: _below(getattr(one, name), root) for name in _SAID}) for one in said]


def _below(content: Any, root: str) -> Any:
    if isinstance(content, str):
        return content.replace(root, "")
    if isinstance(content, dict):
        return {_below(name, root): _below(value, root) for name, value in content.items()}
    if isinstance(content, list | tuple):
        return [_below(part, root) for part in content]
    return content


def _of_parameter(problem: Problem) -> Problem:
    """Return a problem of a flag as one of the parameter that says the same."""
    if problem.file != _COMMAND_LINE or problem.path is None or not problem.path.startswith("--"):
        return problem
    return problem.model_copy(update={"file": "query", "path": problem.path.removeprefix("--").replace("-", "_")})
