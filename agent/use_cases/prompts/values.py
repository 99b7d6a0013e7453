"""The values that a prompt is to be rendered with."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from agent.evaluation.examiner import Examiner, Question
from agent.evaluation.rendering import case_arguments, examined_arguments
from agent.use_cases.inputs.bundles import OneBundle, load_one
from agent.use_cases.prompts.selection import select
from foundation.model.bundle.bundle import Bundle
from foundation.model.errors import InputError, Problem
from foundation.model.flags import Flag
from foundation.prompting.library import PromptLibrary
from foundation.prompting.prompt import Prompt


def case_values(
    library: PromptLibrary,
    prompt: Prompt,
    case: str | None,
    bundle: OneBundle | None,
    examiner: Callable[[str], Examiner | None],
) -> tuple[Mapping[str, Any], str, str]:
    """Return values, the file that they are from, and their path in it.

    Args:
        library: the prompts.
        prompt: the prompt.
        case: name of the case that gives them.
        bundle: the bundle that gives them; without either the prompt's sample does.
        examiner: returns what knows the meaning of a prompt's bundles.

    Raises:
        InputError: case or bundle cannot be read, or both are given.
    """
    if case is not None and bundle is not None:
        raise _wrong(f"{Flag.CASE} and {Flag.BUNDLE} exclude each other", "Give one of them.")
    if bundle is not None:
        return _of_bundle(prompt, load_one(bundle).bundle, examiner(prompt.source.name)), bundle.shown, ""
    if case is None:
        return prompt.source.sample, prompt.file, "sample"
    (found,) = select(library.folder(prompt.source.name), [case])
    given = asyncio.run(case_arguments(prompt, found, examiner(prompt.source.name)))
    return given, found.file, f"{found.path}.variables"


def _of_bundle(prompt: Prompt, bundle: Bundle, examiner: Examiner | None) -> Mapping[str, Any]:
    if examiner is None:
        message = f"the prompt {prompt.source.name} takes no bundles"
        raise _wrong(message, f"Give its values with {Flag.SET}, or in a data set.")
    return asyncio.run(examined_arguments(prompt, Question(bundle, prompt.source.version), examiner))


def own_values(texts: Sequence[str]) -> dict[str, str]:
    """Read values of the form name=value.

    Raises:
        InputError: one has another form.
    """
    pairs = [text.partition("=") for text in texts]
    problems = [
        Problem(
            code="wrong-assignment",
            message="it is not of the form name=value",
            remedy=f"Write, for example, {Flag.SET} transport=grpc.",
            file=f"{Flag.SET} {text}",
        )
        for text, (name, separator, _) in zip(texts, pairs, strict=True)
        if not separator or not name
    ]
    if problems:
        raise InputError(*problems)
    return {name: value for name, _, value in pairs}


def placed(problem: Problem, own: Mapping[str, str]) -> Problem:
    """Return a problem of a value with where it stands: on the command line, if it was given there."""
    name = (problem.path or "").rpartition(".")[2]
    if name not in own:
        return problem
    return problem.model_copy(update={"file": f"{Flag.SET} {name}", "line": None, "column": None, "path": None})


def _wrong(message: str, remedy: str) -> InputError:
    return InputError(Problem(code="wrong-option", message=message, remedy=remedy))
