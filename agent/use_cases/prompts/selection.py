"""Which prompts and cases a command line means."""

import re
from collections.abc import Sequence
from functools import partial
from itertools import product
from pathlib import Path

from agent.evaluation.loading import LoadedCase, load_cases
from agent.use_cases.prompts.gathering import Gathered, Gathering
from agent.use_cases.prompts.unknown import unknown_names
from foundation.model.errors import InputError, Problem
from foundation.model.flags import Flag
from foundation.model.prompts import PromptSource
from foundation.prompting.library import PromptLibrary
from foundation.prompting.prompt import Prompt

_REFERENCE = re.compile(r"[a-z0-9-]+/v[1-9][0-9]{0,5}")


def require_asked(library: PromptLibrary, name: str) -> None:
    """Refuse a prompt that is no question: a system message has no answers of its own.

    Raises:
        InputError: it is one, or there is no such prompt.
    """
    sources = _readable(library, [name])
    if all(source.role != "system" for source in sources):
        return
    newest = f"{name}/v{library.versions(name)[-1]}"
    users = {
        other.name: newest in other.systems
        for other in _readable(library, library.names())
        if any(system.startswith(f"{name}/") for system in other.systems)
    }
    message = f"the prompt {name} is a system message: it is sent with others and has no cases of its own"
    tried = "" if all(users.values()) else f", with {Flag.SYSTEM} {newest} where they name another version"
    remedy = f"Evaluate the prompts that name it: {', '.join(users) or 'none does yet'}{tried}."
    raise InputError(Problem(code="prompt-not-asked", message=message, remedy=remedy))


def _readable(library: PromptLibrary, names: Sequence[str]) -> list[PromptSource]:
    found = []
    for name in names:
        try:
            found.append(library.prompt(name).source)
        except InputError:
            continue  # whoever needs it is told
    return found


def chosen_prompts(
    gathering: Gathering, library: PromptLibrary, name: str, versions: Sequence[int | None]
) -> list[Gathered[Prompt]]:
    """Gather versions of a prompt.

    Args:
        gathering: keeps the mistakes.
        library: the prompts.
        name: the prompt.
        versions: its versions, where ``None`` is the newest; that one by default.
    """
    wanted = list(dict.fromkeys(versions)) or [None]
    return [gathering.run(partial(library.prompt, name, version)) for version in wanted]


def chosen_systems(library: PromptLibrary, name: str, systems: Sequence[str]) -> None:
    """Refuse versions to try in a prompt's system message that it could not have.

    Args:
        library: the prompts.
        name: the prompt that is tried.
        systems: references such as ``system/v3``.

    Raises:
        InputError: one has another form, there is no such prompt, or the prompt's system message has none of that name.
    """
    known = [reference.partition("/")[0] for reference in library.prompt(name).source.systems]
    problems: list[Problem] = []
    for reference in systems:
        if _REFERENCE.fullmatch(reference) is None or reference.partition("/")[0] not in known:
            message = f"the system message of {name} has no part {reference!r}"
            remedy = f"Name one of {', '.join(known) or 'none'} with a version, as in {Flag.SYSTEM} system/v2."
            problems.append(Problem(code="prompt-system-unknown", message=message, remedy=remedy))
            continue
        try:
            library.referenced(reference)
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(*problems)


def with_systems(prompts: Sequence[Prompt], systems: Sequence[str]) -> list[Prompt]:
    """Return each prompt with each version of a part of its system message that is tried; as it is without any.

    Versions of different parts are tried together, those of the same part one after the other.

    Args:
        prompts: versions of a prompt.
        systems: references such as ``system/v3``.
    """
    parts: dict[str, list[str]] = {}
    for reference in dict.fromkeys(systems):
        parts.setdefault(reference.partition("/")[0], []).append(reference)
    return [prompt.trying(chosen) for prompt in prompts for chosen in product(*parts.values())]


def select(
    folder: Path, names: Sequence[str] = (), tags: Sequence[str] = (), failing: set[str] | None = None
) -> list[LoadedCase]:
    """Return a prompt's cases.

    Args:
        folder: the prompt's folder.
        names: only these; all by default.
        tags: only those with one of these tags.
        failing: only these, which failed in an earlier run.

    Raises:
        InputError: a data set is wrong, a name is unknown, or nothing is left.
    """
    cases = load_cases(folder)
    if not cases:
        raise _no_cases("the prompt has no data sets", f"Write one into {folder.name}/evals/.")
    problems = [
        *unknown_names("case", names, {case.case.name for case in cases}, "there is no case"),
        *unknown_names("tag", tags, {tag for case in cases for tag in case.case.tags}, "there is no tag"),
    ]
    if problems:
        raise InputError(*problems)
    left = [
        case
        for case in cases
        if (not names or case.case.name in names)
        and (not tags or {*tags} & {*case.case.tags})
        and (failing is None or case.case.name in failing)
    ]
    if left or failing == set():
        return left
    if failing is not None:
        raise _no_cases("none of the cases that failed in these results is asked for", "Ask for others.")
    raise _no_cases("none of the named cases has one of the tags", f"Leave {Flag.CASE} or {Flag.TAG} out.")


def _no_cases(message: str, remedy: str) -> InputError:
    return InputError(Problem(code="no-cases", message=message, remedy=remedy))
