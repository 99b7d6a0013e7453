"""Prompts render: what would be sent to a model."""

from collections.abc import Callable

from agent.evaluation.examiner import Examiner
from agent.use_cases.inputs.bundles import OneBundle
from agent.use_cases.prompts.values import case_values, own_values, placed
from foundation.model.base import FrozenModel
from foundation.model.errors import InputError
from foundation.model.findings import Finding
from foundation.model.prompts import RenderedPrompt
from foundation.prompting.library import PromptLibrary
from foundation.prompting.lint import lint
from foundation.prompting.prompt import Prompt
from foundation.prompting.rendering import render


class RenderCommand(FrozenModel):
    """What to render.

    Attributes:
        prompt: the prompt.
        version: its version; the newest by default.
        case: name of the case that gives the values.
        bundle: the bundle that gives them; without either the prompt's sample does.
        values: single values over those, of the form ``name=value``.
        strict: whether nothing is rendered where ``lint`` finds anything at all.
    """

    prompt: str
    version: int | None = None
    case: str | None = None
    bundle: OneBundle | None = None
    values: list[str] = []
    strict: bool = False


class Rendering(FrozenModel):
    """What came of it.

    Attributes:
        rendered: the messages; nothing if findings kept them from being made.
        findings: what ``lint`` found, if that counts.
    """

    rendered: RenderedPrompt | None = None
    findings: list[Finding] = []


def render_prompt(
    command: RenderCommand, *, library: PromptLibrary, examiner: Callable[[str], Examiner | None]
) -> Rendering:
    """Fill a prompt in.

    Args:
        command: what to render.
        library: the prompts.
        examiner: returns what knows the meaning of a prompt's bundles.

    Raises:
        InputError: the prompt, the case, the bundle or a value is wrong.
    """
    prompt = library.prompt(command.prompt, command.version)
    findings = lint(library, prompt.source.name, prompt.source.version) if command.strict else []
    if findings:
        return Rendering(findings=findings)
    return Rendering(rendered=_rendered(command, library, prompt, examiner))


def _rendered(
    command: RenderCommand, library: PromptLibrary, prompt: Prompt, examiner: Callable[[str], Examiner | None]
) -> RenderedPrompt:
    given, file, within = case_values(library, prompt, command.case, command.bundle, examiner)
    own = own_values(command.values)
    try:
        return render(library, prompt, {**given, **own}, file, within)
    except InputError as error:
        raise InputError(*(placed(problem, own) for problem in error.problems)) from None
