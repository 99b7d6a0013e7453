"""From a case of a data set to the messages of a conversation."""

from agent.evaluation.examiner import Examiner
from agent.evaluation.loading import LoadedCase
from agent.model.errors import InputError
from agent.model.prompts import RenderedPrompt
from agent.prompting.library import PromptLibrary
from agent.prompting.prompt import Prompt
from agent.prompting.rendering import render


def render_case(library: PromptLibrary, prompt: Prompt, case: LoadedCase, examiner: Examiner | None) -> RenderedPrompt:
    """Render a prompt for a case.

    Raises:
        InputError: the case does not give what the prompt needs.
    """
    bundle = case.case.bundle
    from_bundle = dict(examiner.arguments(bundle)) if examiner is not None and bundle is not None else {}
    try:
        return render(library, prompt, {**from_bundle, **case.variables}, case.file, f"{case.path}.variables")
    except InputError as error:
        raise InputError(
            *(case.located(problem) if problem.file == case.file else problem for problem in error.problems)
        ) from None
