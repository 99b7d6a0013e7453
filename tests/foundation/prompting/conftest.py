from collections.abc import Callable
from pathlib import Path

import pytest

from agent.bootstrap import builtin_prompts
from foundation.prompting.library import PromptLibrary

#: The smallest prompt that is right.
SMALL = """\
name: small
version: 1
description: A prompt of the tests.
template_format: jinja2
template: |
  Say {{ word }}.
input_variables:
  - {name: word, description: What to say.}
execution_settings:
  default: {max_tokens: 10}
sample: {word: hello}
"""


@pytest.fixture(scope="session")
def prompts() -> PromptLibrary:
    """The prompts of the project."""
    return PromptLibrary([builtin_prompts()])


@pytest.fixture
def library(tmp_path: Path) -> Callable[..., PromptLibrary]:
    """Writes prompt files, by label, and returns a library of them."""

    def write(**files: str) -> PromptLibrary:
        folder = tmp_path / "prompts"
        folder.mkdir(exist_ok=True)
        for label, text in files.items():
            name, _, version = label.replace("_", "-").rpartition("-")
            path = folder / name / f"{version}.yaml"
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return PromptLibrary([folder])

    return write
