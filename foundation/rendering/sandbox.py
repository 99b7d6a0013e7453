"""Sandboxed Jinja2: a template may come from anybody, and what it does not know is a mistake."""

from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment


def sandbox(*, markup: bool = False, literal: bool = False) -> ImmutableSandboxedEnvironment:
    """Return a new environment without globals: a template is text with holes, and gets all it needs as values.

    Args:
        markup: whether the text is HTML, so that values are escaped.
        literal: whether every line break of the template counts, its last one too; else lines that hold nothing but
            a block leave nothing behind.
    """
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        autoescape=markup,
        keep_trailing_newline=literal,
        trim_blocks=not literal,
        lstrip_blocks=not literal,
    )
    # What Jinja brings along (range, dict, cycler ...) has no place in such a text.
    environment.globals.clear()
    return environment
