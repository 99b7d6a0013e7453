"""From a case of a data set to the messages of a conversation."""

from collections.abc import Mapping, Sequence
from typing import Any

from agent.evaluation.examiner import Examiner, Question
from agent.evaluation.loading import LoadedCase
from foundation.model.errors import InputError, Problem
from foundation.model.prompts import RenderedPrompt
from foundation.prompting.library import PromptLibrary
from foundation.prompting.prompt import Prompt
from foundation.prompting.rendering import render


async def render_case(
    library: PromptLibrary, prompt: Prompt, case: LoadedCase, examiner: Examiner | None
) -> RenderedPrompt:
    """Render a prompt for a case.

    Raises:
        InputError: the case does not give what the prompt needs.
    """
    given = await case_arguments(prompt, case, examiner)
    try:
        return render(library, prompt, given, case.file, f"{case.path}.variables")
    except InputError as error:
        raise InputError(
            *(case.located(problem) if problem.file == case.file else problem for problem in error.problems)
        ) from None


async def case_arguments(prompt: Prompt, case: LoadedCase, examiner: Examiner | None) -> Mapping[str, Any]:
    """Return a case's values: what its bundle gives, and its own over them.

    Raises:
        InputError: the prompt would never be sent for such a case.
    """
    question = question_of(prompt.source.version, case, prompt.tried)
    if examiner is None or question is None:
        return case.variables
    try:
        return {**await examined_arguments(prompt, question, examiner), **case.variables}
    except InputError as error:
        raise InputError(*(_placed(problem, case) for problem in error.problems)) from None


async def examined_arguments(prompt: Prompt, question: Question, examiner: Examiner) -> Mapping[str, Any]:
    """Return what a question gives of the values that a prompt declares.

    Args:
        prompt: the version of the prompt.
        question: what is asked about.
        examiner: knows what the question gives.

    Raises:
        InputError: the prompt would never be sent for such a question.
    """
    return prompt.declared(await examiner.arguments(question))


def question_of(version: int, case: LoadedCase, systems: Sequence[str] = ()) -> Question | None:
    """Return what a case asks about, if it has a bundle.

    Args:
        version: version of the prompt that is tried.
        case: the case.
        systems: prompts of its system message that are tried.
    """
    if case.case.bundle is None:
        return None
    return Question(case.case.bundle, version, case.case.earlier_answer, tuple(systems))


def _placed(problem: Problem, case: LoadedCase) -> Problem:
    """An examiner knows no files: the paths that it gives are inside the case."""
    path = f"{case.path}.{problem.path}" if problem.path else case.path
    return problem if problem.file else case.located(problem.model_copy(update={"path": path}))
