from collections.abc import Callable
from pathlib import Path

import pytest

from foundation.prompting.library import PromptLibrary

PROMPT = """\
name: small
version: 1
description: A prompt of the tests.
system_template: Be good.
template_format: jinja2
template: |
  Say {{ word }}.
input_variables:
  - {name: word, description: What to say.}
execution_settings:
  default: {max_tokens: 10}
sample: {word: hello}
"""
DATASET = """\
description: Words.
assert:
  - complete: true
cases:
  - name: first
    tags: [short]
    variables: {word: one}
    assert:
      - contains: one
  - name: second
    variables: {word: two}
    assert:
      - contains: two
"""
PRICES = 'as_of: "2025-01-01"\nmodels: {gpt-4o: {input_per_million: 10.0, output_per_million: 100.0}}\n'


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    """A prompt folder with one prompt, two cases and prices."""
    folder = tmp_path / "prompts"
    (folder / "small" / "evals").mkdir(parents=True)
    (folder / "small" / "v1.yaml").write_text(PROMPT)
    (folder / "small" / "v2.yaml").write_text(
        PROMPT.replace("version: 1", "version: 2").replace("Say {{ word }}.", "Please say {{ word }}.")
    )
    (folder / "small" / "evals" / "words.yaml").write_text(DATASET)
    (folder / "prices.yaml").write_text(PRICES)
    return folder


@pytest.fixture
def library(workshop: Path) -> Callable[[], PromptLibrary]:
    """Reads the folder anew."""
    return lambda: PromptLibrary([workshop])
