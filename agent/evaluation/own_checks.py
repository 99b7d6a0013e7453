"""Assertions of one's own: functions in Python files that the project's owner allows by a setting, never a data set.

A function takes an answer as plain data and returns why it does not hold, or ``None``. It is code and runs as such:
whoever allows a file trusts it as the agent itself.
"""

import importlib.util
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from agent.evaluation.assertions.kind import CannotTell
from agent.evaluation.outcome import Outcome
from foundation.model.errors import InputError, Problem
from foundation.source.paths import shown_path
from foundation.source.tree import shown

OwnCheck = Callable[[dict[str, Any]], object]


def own_checks(files: Sequence[Path]) -> dict[str, OwnCheck]:
    """Return the public functions of Python files by name; a later file wins.

    Args:
        files: the files that are allowed.

    Raises:
        InputError: with every file that cannot be loaded, and why.
    """
    found: dict[str, OwnCheck] = {}
    problems: list[Problem] = []
    for number, file in enumerate(files):
        try:
            found |= _functions(_loaded(file, f"prompt_checks_{number}"))
        except Exception as error:  # whatever their code raises
            message = f"the file of assertions cannot be loaded: {type(error).__name__}: {shown(str(error))}"
            remedy = "Mend the file, or take it out of INFRA_ENGINEER_PROMPT_CHECKS."
            problems.append(
                Problem(code="prompt-checks-unusable", message=message, remedy=remedy, file=shown_path(file))
            )
    if problems:
        raise InputError(*problems)
    return found


def _loaded(file: Path, name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        raise ImportError("it is no Python file")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _functions(module: ModuleType) -> dict[str, OwnCheck]:
    """Return what is defined in a module itself, not what it imports."""
    return {
        name: value
        for name, value in vars(module).items()
        if callable(value) and not name.startswith("_") and getattr(value, "__module__", None) == module.__name__
    }


def judged_by(own: Mapping[str, OwnCheck] | None, name: str, outcome: Outcome) -> str | None:
    """Hold an outcome against a function; one that raises does not hold.

    Args:
        own: the functions that are allowed.
        name: which one.
        outcome: the outcome.

    Raises:
        CannotTell: no function of that name is allowed.
    """
    if name not in (own or {}):
        raise CannotTell(f"INFRA_ENGINEER_PROMPT_CHECKS names no file with {name}")
    try:
        reason = (own or {})[name](plain(outcome))
    except Exception as error:  # whatever their code raises
        return shown(f"{name} raised {type(error).__name__}: {error}")
    return None if reason is None else shown(str(reason))


def plain(outcome: Outcome) -> dict[str, Any]:
    """Return what a function gets: text, data, draft, manifests, findings, repairs, tokens, cost and seconds."""
    found = outcome.examination
    try:
        data = outcome.data
    except (ValueError, RecursionError):
        data = None
    return {
        "text": outcome.last.text,
        "refusal": outcome.last.refusal,
        "data": data,
        "draft": json.loads(json.dumps(found.draft)) if found else None,
        "manifests": dict(found.manifests) if found else {},
        "findings": [finding.model_dump(mode="json", exclude_none=True) for finding in found.findings] if found else [],
        "repairs": len(outcome.repairs),
        "tokens": outcome.usage.total if outcome.usage else None,
        "cost": outcome.cost,
        "seconds": outcome.seconds,
    }
