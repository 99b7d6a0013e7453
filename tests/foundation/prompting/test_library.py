from collections.abc import Callable
from pathlib import Path

import pytest

from foundation.model.errors import InputError, Problem
from foundation.prompting.library import PromptLibrary
from foundation.prompting.rendering import digest, render
from tests.foundation.prompting.conftest import SMALL

Write = Callable[..., PromptLibrary]


def problems_of(call: Callable[[], object]) -> list[Problem]:
    with pytest.raises(InputError) as raised:
        call()
    return list(raised.value.problems)


def test_the_newest_version_is_the_default(library: Write) -> None:
    found = library(small_v1=SMALL, small_v10=SMALL.replace("version: 1", "version: 10"))
    assert found.names() == ["small"]
    assert found.versions("small") == [1, 10]
    assert found.prompt("small").label == "small/v10"
    assert found.prompt("small", 1).label == "small/v1"


def test_unknown_names_and_versions(library: Write) -> None:
    found = library(small_v1=SMALL)
    (unknown,) = problems_of(lambda: found.prompt("smal"))
    assert (unknown.code, unknown.remedy) == ("prompt-unknown", "Did you mean small?")
    (version,) = problems_of(lambda: found.prompt("small", 2))
    assert (version.code, version.remedy) == ("prompt-version-unknown", "There is: v1.")


def test_earlier_folders_win(library: Write, tmp_path: Path) -> None:
    library(small_v1=SMALL)
    own = tmp_path / "own" / "small"
    own.mkdir(parents=True)
    (own / "v1.yaml").write_text(SMALL.replace("Say", "Sing"))
    found = PromptLibrary([tmp_path / "own", tmp_path / "prompts"])
    assert render(found, found.prompt("small"), {"word": "la"}).messages[0].text == "Sing la."


def test_every_mistake_comes_with_its_line(library: Write) -> None:
    text = SMALL.replace("description: A prompt of the tests.", "descripton: A prompt.") + "temperature: hot\n"
    found = problems_of(lambda: library(small_v1=text).prompt("small"))
    assert [(problem.code, problem.line, problem.path) for problem in found] == [
        ("unknown-key", 3, "descripton"),
        ("unknown-key", 12, "temperature"),
    ]
    assert found[0].remedy == "Did you mean description?"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("template_format: jinja2", "template_format: handlebars", "wrong-value"),
        ("max_tokens: 10", "max_token: 10", "unknown-key"),
        ("max_tokens: 10", "max_tokens: 0", "wrong-value"),
        ("max_tokens: 10", "function_choice_behavior: auto", "unknown-key"),
        ("name: word", "name: Word-1", "wrong-value"),
        ("version: 1", "version: 2", "prompt-misplaced"),
        ("name: small", "name: large", "prompt-misplaced"),
        ("sample:", "sample: {}\nsample:", "duplicate-key"),
        ("version: 1", "version: 1\n---\na: 1", "prompt-unreadable"),
        ("version: 1", "version: [", "yaml-syntax"),
    ],
)
def test_what_a_prompt_file_must_not_say(library: Write, old: str, new: str, code: str) -> None:
    found = problems_of(lambda: library(small_v1=SMALL.replace(old, new, 1)).prompt("small"))
    assert code in {problem.code for problem in found}
    assert all(problem.file and problem.file.endswith("small/v1.yaml") for problem in found)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    (problem,) = problems_of(lambda: PromptLibrary([tmp_path / "none"]).names())
    assert problem.code == "prompt-folder-missing"


def test_the_digest_is_of_what_decides_a_request(library: Write) -> None:
    def digest_of(text: str) -> str:
        found = library(small_v1=text)
        return digest(found, found.prompt("small"))

    first = digest_of(SMALL)
    assert digest_of(SMALL + "notes: some\n") == first
    assert digest_of(SMALL.replace("hello", "goodbye")) == first
    assert digest_of(SMALL.replace("Say", "Sing")) != first
    assert digest_of(SMALL.replace("10", "11")) != first


def test_the_digest_covers_the_shared_system_prompt(library: Write) -> None:
    system = SMALL.replace("name: small", "name: base").replace("Say {{ word }}.", "Be good.")
    system = system.replace("input_variables:\n  - {name: word, description: What to say.}\n", "role: system\n")
    used = SMALL + "system: base/v1\n"
    found = library(base_v1=system, small_v1=used)
    before = digest(found, found.prompt("small"))
    changed = library(base_v1=system.replace("good", "better"))
    assert digest(changed, changed.prompt("small")) != before


def test_prices_are_those_of_the_first_folder_that_has_some(library: Write, tmp_path: Path) -> None:
    own = library(small_v1=SMALL)
    (missing,) = problems_of(lambda: own.prices)
    assert missing.code == "prices-missing"
    (tmp_path / "prompts" / "prices.yaml").write_text('as_of: "2025-01-01"\nmodels: {m: {input_per_million: 1}}\n')
    (wrong,) = problems_of(lambda: own.prices)
    assert (wrong.code, wrong.path) == ("missing-key", "models.m.output_per_million")


def test_a_prompt_that_cannot_be_read(library: Write, tmp_path: Path) -> None:
    found = library(small_v1=SMALL)
    (tmp_path / "prompts" / "small" / "v2.yaml").mkdir()
    (problem,) = problems_of(lambda: found.prompt("small"))
    assert problem.code == "prompt-unreadable"
