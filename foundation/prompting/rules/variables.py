"""Variables that a template uses without declaring them, and those that are declared for nothing."""

from collections.abc import Iterator
from contextlib import suppress

from foundation.model.errors import InputError
from foundation.model.findings import Finding
from foundation.prompting.library import PromptLibrary
from foundation.prompting.prompt import Prompt
from foundation.prompting.templates import TemplateError, variables_of
from foundation.prompting.undeclared import undeclared_variables


def check(library: PromptLibrary, prompt: Prompt) -> Iterator[Finding]:
    """Hold the declared variables against the used ones; a template that is no Jinja2 is reported here."""
    declared = {variable.name: index for index, variable in enumerate(prompt.source.input_variables)}
    used: set[str] = set()
    broken = False
    used |= _of_shared(library, prompt)
    for key, template in prompt.templates():
        try:
            used |= variables_of(template)
        except TemplateError as error:
            broken = True
            remedy = "Mend the Jinja2; text with double braces belongs between {% raw %} and {% endraw %}."
            yield prompt.finding("prompt-syntax", "error", error.message, remedy, (key,), template_line=error.line)
            continue
        yield from map(Finding.of, undeclared_variables(prompt, key, template, declared))
    if broken:
        return
    for name, index in declared.items():
        if name not in used:
            message, remedy = f"{name} is declared, but no template uses it", "Use it or remove it."
            yield prompt.finding("prompt-unused-variable", "error", message, remedy, ("input_variables", index))


def _of_shared(library: PromptLibrary, prompt: Prompt) -> set[str]:
    """Return what the shared prompts of the system message take; one that is missing is another rule's."""
    names: set[str] = set()
    for reference in prompt.source.systems:
        with suppress(InputError):
            names |= {variable.name for variable in library.referenced(reference).source.input_variables}
    return names
