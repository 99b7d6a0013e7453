"""The sample has to be a complete set of values, so that everybody can try the prompt at once."""

from collections.abc import Iterator

from foundation.model.findings import Finding
from foundation.prompting.library import PromptLibrary
from foundation.prompting.prompt import Prompt
from foundation.prompting.values import value_problems


def check(library: PromptLibrary, prompt: Prompt) -> Iterator[Finding]:
    """Hold the sample against the declared variables."""
    for problem in value_problems(prompt.source.input_variables, prompt.source.sample, prompt.file):
        name = problem.path or ""
        path = ("sample", name) if name in prompt.source.sample else ("sample",)
        yield prompt.finding(problem.code, "error", f"sample: {problem.message}", problem.remedy, path)
