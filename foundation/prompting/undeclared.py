"""Variables that a template uses and its prompt does not declare."""

from collections.abc import Collection, Iterator

from foundation.model.errors import Problem
from foundation.model.names import nearest
from foundation.prompting.prompt import Prompt
from foundation.prompting.templates import line_of, variables_of


def undeclared_variables(prompt: Prompt, key: str, template: str, declared: Collection[str]) -> Iterator[Problem]:
    """Yield a problem for each variable that is used without being declared.

    Args:
        prompt: the prompt.
        key: the template's key in it.
        template: the template.
        declared: names that are declared.

    Raises:
        TemplateError: it is no Jinja2.
    """
    for name in sorted(variables_of(template).difference(declared)):
        close = nearest(name, declared)
        hint = f"Did you mean {close}? Otherwise declare" if close else "Declare"
        message, remedy = f"the template uses {name}, which is not declared", f"{hint} {name} under input_variables."
        line = line_of(template, name)
        yield prompt.problem("prompt-undeclared-variable", message, remedy, (key,), template_line=line)
