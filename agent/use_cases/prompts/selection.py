"""Which prompts and cases a command line means."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from agent.evaluation.loading import LoadedCase, load_cases
from agent.use_cases.prompts.gathering import Gathered, Gathering
from agent.use_cases.prompts.unknown import unknown_names
from foundation.model.errors import InputError, Problem
from foundation.model.flags import Flag
from foundation.model.prompts import PromptSource
from foundation.prompting.library import PromptLibrary
from foundation.prompting.prompt import Prompt


def require_asked(library: PromptLibrary, name: str) -> None:
    """Refuse a prompt that is no question: a system message has no answers of its own.

    Raises:
        InputError: it is one, or there is no such prompt.
    """
    newest = library.versions(name)[-1]
    sources = _readable(library, [name])
    if all(source.role != "system" for source in sources):
        return
    users = [other.name for other in _readable(library, library.names()) if f"{name}/v{newest}" in other.systems]
    message = f"the prompt {name} is a system message: it is sent with others and has no cases of its own"
    remedy = f"Evaluate the prompts that name it: {', '.join(users) or 'none does yet'}."
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
