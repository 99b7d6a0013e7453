"""From a prompt and values to the messages of a conversation."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from foundation.model.conversation import Message
from foundation.model.errors import InputError, Problem
from foundation.model.prompts import RenderedPrompt
from foundation.prompting.library import PromptLibrary
from foundation.prompting.prompt import Prompt
from foundation.prompting.templates import TemplateError, fill
from foundation.prompting.undeclared import undeclared_variables
from foundation.prompting.values import complete, value_problems


def render(
    library: PromptLibrary, prompt: Prompt, given: Mapping[str, Any], file: str = "values", within: str = ""
) -> RenderedPrompt:
    """Render a prompt.

    Args:
        library: holds the system prompt that the prompt may name.
        prompt: the prompt.
        given: values by variable; text, or plain data that becomes YAML.
        file: where the values stand, for messages.
        within: path of the values inside it.

    Raises:
        InputError: with every mistake in the values, or the template's own.
    """
    source = prompt.source
    problems = list(value_problems(source.input_variables, given, file, within=within))
    if problems:
        raise InputError(*problems)
    values = complete(source.input_variables, given)
    undeclared = list(_undeclared(prompt, values))
    if undeclared:
        raise InputError(*undeclared)
    own = _filled(prompt, "template", source.template, values)
    if source.role == "system":
        messages = [Message(role="system", text=own)]
    else:
        system = system_text(library, prompt, values)
        messages = [Message(role="system", text=system)] if system else []
        messages.append(Message(role="user", text=own))
    return RenderedPrompt(
        name=source.name,
        version=source.version,
        digest=digest(library, prompt),
        messages=messages,
        answer=source.answer,
        execution_settings=source.execution_settings,
    )


def system_text(library: PromptLibrary, prompt: Prompt, values: Mapping[str, str]) -> str:
    """Return the system message: the text of each shared prompt, then the prompt's own.

    A shared prompt takes those of the prompt's values that it declares itself.

    Raises:
        InputError: a shared prompt is missing, or a template is wrong.
    """
    parts = []
    for reference in prompt.source.systems:
        shared = library.referenced(reference)
        taken = complete(shared.source.input_variables, shared.declared(values))
        parts.append(_filled(shared, "template", shared.source.template, taken))
    if prompt.source.system_template is not None:
        parts.append(_filled(prompt, "system_template", prompt.source.system_template, values))
    return "\n\n".join(part.strip("\n") for part in parts)


def digest(library: PromptLibrary, prompt: Prompt) -> str:
    """Return a digest of what decides a request; notes, samples and descriptions do not count.

    Raises:
        InputError: a shared system prompt is missing.
    """
    source = prompt.source
    shared: Any = [library.referenced(reference).source.template for reference in source.systems]
    # One text counts as it did when there could be no more; lock files hold such digests.
    shared = shared if len(shared) > 1 else next(iter(shared), None)
    settings = {name: value.model_dump(exclude_none=True) for name, value in source.execution_settings.items()}
    content = [source.role, shared, source.system_template, source.template, settings]
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def _filled(prompt: Prompt, key: str, template: str, values: Mapping[str, str]) -> str:
    try:
        return fill(template, values)
    except TemplateError as error:
        remedy = "Mend the template; `infra-engineer prompts lint` says more."
        problem = prompt.problem("prompt-template", error.message, remedy, (key,), template_line=error.line)
        raise InputError(problem) from None


def _undeclared(prompt: Prompt, values: Mapping[str, str]) -> Iterator[Problem]:
    for key, template in prompt.templates():
        with suppress(TemplateError):  # filling it in says why
            yield from undeclared_variables(prompt, key, template, values)
