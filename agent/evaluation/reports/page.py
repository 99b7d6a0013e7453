"""One HTML page that needs nothing else: no script, no font, no address is loaded."""

from collections.abc import Sequence
from pathlib import Path

from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from agent.evaluation.outcome import CaseResult
from agent.evaluation.reports.junit import why
from agent.evaluation.summary import summarise

_TEMPLATE = Path(__file__).parent / "page.html.j2"


def page(results: Sequence[CaseResult], prompt: str) -> str:
    """Return the results as a page; everything that a model or a bundle said is escaped."""
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.from_string(_TEMPLATE.read_text(encoding="utf-8"))
    return template.render(prompt=prompt, rows=summarise(results), results=results, why=why)
