"""What a prompt file must keep to beyond its form: one rule a module, each a function of library and prompt."""

from collections.abc import Callable, Iterator

from foundation.model.findings import Finding
from foundation.prompting.library import PromptLibrary
from foundation.prompting.prompt import Prompt
from foundation.prompting.rules import (
    defaults,
    go_templates,
    invisible,
    limits,
    markup,
    sample,
    size,
    system,
    variables,
)

Rule = Callable[[PromptLibrary, Prompt], Iterator[Finding]]

RULES: tuple[Rule, ...] = (
    system.check,
    go_templates.check,
    variables.check,
    defaults.check,
    sample.check,
    limits.check,
    size.check,
    markup.check,
    invisible.check,
)
