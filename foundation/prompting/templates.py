"""Jinja2 for prompts: sandboxed, and strict about what it does not know."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from jinja2 import TemplateSyntaxError, meta
from jinja2.exceptions import SecurityError, UndefinedError

from foundation.rendering import sandbox

#: What Helm and Go write between double braces: a dot, a variable, a named template.
_GO_TEMPLATE = re.compile(r"\{\{-?\s*(?:[.$]|include\b|template\b|toYaml\b|if\b|range\b|with\b|end\b)")
#: Begins and ends of the blocks that have an end.
_BLOCK = re.compile(r"\{%[-+]?\s*(?P<end>end)?(?P<name>if|for|filter|call|macro|with|block|autoescape)\b")
_RAW = re.compile(r"\{%-?\s*raw\s*-?%\}.*?\{%-?\s*endraw\s*-?%\}", re.DOTALL)


class TemplateError(Exception):
    """A template that cannot be rendered.

    Args:
        message: what is wrong.
        line: one-based line inside the template, if known.
    """

    def __init__(self, message: str, line: int | None) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


@dataclass(frozen=True)
class Place:
    """Something found in a template, with its one-based line."""

    text: str
    line: int


def variables_of(template: str) -> frozenset[str]:
    """Return the names that a template takes from outside.

    Raises:
        TemplateError: it is no Jinja2.
    """
    try:
        return frozenset(meta.find_undeclared_variables(sandbox().parse(template)))
    except TemplateSyntaxError as error:
        raise _no_jinja(template, error) from None


def line_of(template: str, name: str) -> int | None:
    """Return the one-based line on which a template first uses a name."""
    whole = re.compile(rf"\b{re.escape(name)}\b")
    lines = template.splitlines()
    return next((number for number, line in enumerate(lines, 1) if "{" in line and whole.search(line)), None)


def fill(template: str, values: Mapping[str, str]) -> str:
    """Fill a template in. Values are text and nothing else: what stands in them is never read as a template.

    Raises:
        TemplateError: it is no Jinja2, lacks a value, or reaches for what it must not.
    """
    try:
        return sandbox().from_string(template).render(values)
    except TemplateSyntaxError as error:
        raise _no_jinja(template, error) from None
    except (UndefinedError, SecurityError) as error:
        raise TemplateError(error.message or "the template cannot be rendered", None) from None
    except (TypeError, ValueError, ArithmeticError, MemoryError) as error:
        raise TemplateError(f"the template cannot be rendered: {type(error).__name__}", None) from None


def _no_jinja(template: str, error: TemplateSyntaxError) -> TemplateError:
    """Jinja2 notices an unclosed block at the template's end; what helps is the line on which the block begins."""
    message = error.message or "this is no Jinja2"
    opener = _unclosed(template) if message.startswith("Unexpected end of template") else None
    if opener is None:
        return TemplateError(message, error.lineno)
    return TemplateError(f"the block {opener.text} is never closed", opener.line)


def _unclosed(template: str) -> Place | None:
    """Return the innermost block without an end."""
    blocks: list[Place] = []
    bare = _RAW.sub(lambda found: "\n" * found[0].count("\n"), template)
    for match in _BLOCK.finditer(bare):
        if match["end"] and blocks:
            blocks.pop()
        elif not match["end"]:
            line = bare[: match.start()].count("\n") + 1
            blocks.append(Place(f"{{% {match['name']} %}}", line))
    return blocks[-1] if blocks else None


def go_templates(template: str) -> list[Place]:
    """Return what looks like a Helm template and is not marked as raw text."""
    bare = _RAW.sub(lambda match: "\n" * match[0].count("\n"), template)
    return [Place(match[0], bare[: match.start()].count("\n") + 1) for match in _GO_TEMPLATE.finditer(bare)]
