import re
from collections.abc import Callable

import pytest
from semantic_kernel.contents import ChatHistory

from foundation.prompting.library import PromptLibrary
from foundation.prompting.lint import lint
from foundation.prompting.rules import RULES
from tests.foundation.prompting.conftest import SMALL

Write = Callable[..., PromptLibrary]
SYSTEM = """\
name: base
version: 1
description: A system prompt of the tests.
role: system
template_format: jinja2
template: Be good.
"""
GOOD = SMALL + "system: base/v1\n"


def found(library: Write, text: str) -> list[tuple[str, str, int | None]]:
    findings = lint(library(small_v1=text, base_v1=SYSTEM), "small")
    return [(finding.code, finding.severity, finding.line) for finding in findings]


@pytest.mark.parametrize("name", ["expansion", "input", "repair", "review", "system"])
def test_the_projects_prompts_are_clean(prompts: PromptLibrary, name: str) -> None:
    assert name in prompts.names()
    assert lint(prompts, name) == []


def test_all_prompts_of_the_project_are_looked_at(prompts: PromptLibrary) -> None:
    assert prompts.names() == ["drafting", "expansion", "input", "repair", "review", "system"]


def test_a_good_prompt(library: Write) -> None:
    assert found(library, GOOD) == []
    assert lint(library(base_v1=SYSTEM), "base") == []


CASES: dict[str, tuple[str, str, list[tuple[str, str, int | None]]]] = {
    "undeclared": ("Say {{ word }}.", "Say {{ wrd }} {{ word }}.", [("prompt-undeclared-variable", "error", 6)]),
    "unused": ("Say {{ word }}.", "Say it.", [("prompt-unused-variable", "error", 8)]),
    "syntax": ("Say {{ word }}.", "Say\n  {{ word }\n", [("prompt-syntax", "error", 7)]),
    "helm": (
        "Say {{ word }}.",
        "Say {{ word }}\n  {{ .Values.image }}",
        [("prompt-helm-template", "error", 7), ("prompt-syntax", "error", 7)],
    ),
    "include": (
        "Say {{ word }}.",
        'Say {{ word }} {{- include "x" . }}',
        [("prompt-helm-template", "error", 6), ("prompt-syntax", "error", 6)],
    ),
    "missing sample": ("sample: {word: hello}", "sample: {}", [("prompt-value-missing", "error", 11)]),
    "unknown sample": ("word: hello}", "word: hello, wrd: x}", [("prompt-value-unknown", "error", 11)]),
    "lines in sample": ("word: hello", 'word: "a\\nb"', [("prompt-value-lines", "error", 11)]),
    "no limit": ("max_tokens: 10", "seed: 1", [("prompt-limit", "error", 10)]),
    "two limits": ("max_tokens: 10", "max_tokens: 10, max_completion_tokens: 9", [("prompt-limit", "error", 10)]),
    "no default settings": ("default: {", "gpt-4o: {", [("prompt-limit", "error", 10)]),
    "optional without default": (
        "What to say.}",
        "W., is_required: false}",
        [("prompt-default-missing", "error", 8)],
    ),
    "required with default": ("What to say.}", "W., default: x}", [("prompt-default-unused", "error", 8)]),
    "twice": (
        "input_variables:",
        "input_variables:\n  - {name: word, description: Again.}",
        [("prompt-variable-twice", "error", 9)],
    ),
    "markup": ("Say {{ word }}.", "Say <b>{{ word }}</b> && so", [("prompt-markup", "warning", 6)] * 4),
    "invisible": ("Say {{ word }}.", "Say \u200b{{ word }}.", [("prompt-invisible", "error", 6)]),
    "no such system": ("system: base/v1", "system: bass/v1", [("prompt-system", "error", 12)]),
    "no such version": ("system: base/v1", "system: base/v2", [("prompt-system", "error", 12)]),
    "no system at all": ("system: base/v1\n", "", [("prompt-system", "warning", 1)]),
    "system of another role": ("system: base/v1", "system: small/v1", [("prompt-system", "error", 12)] * 2),
    "not a prompt": ("version: 1", "version: one", [("wrong-type", "error", 2)]),
}


@pytest.mark.parametrize("case", CASES)
def test_each_rule_finds_its_mistake_at_its_line(library: Write, case: str) -> None:
    old, new, expected = CASES[case]
    assert old in GOOD
    assert found(library, GOOD.replace(old, new, 1)) == expected


@pytest.mark.parametrize(("length", "severity"), [(20_000, "warning"), (200_000, "error")])
def test_long_prompts(library: Write, length: int, severity: str) -> None:
    text = GOOD.replace("Say {{ word }}.", "Say {{ word }}." + " x" * (length // 2))
    assert found(library, text) == [("prompt-size", severity, 5)]


def test_raw_text_may_look_like_helm(library: Write) -> None:
    text = GOOD.replace("Say {{ word }}.", "Say {{ word }} {% raw %}{{ .Values.x }}{% endraw %}")
    assert found(library, text) == []


def test_a_system_prompt_has_no_system_prompt(library: Write) -> None:
    findings = lint(library(base_v1=SYSTEM + "system: base/v1\nsystem_template: x\n"), "base")
    assert [(finding.code, finding.line) for finding in findings] == [("prompt-system", 7), ("prompt-system", 8)]


def test_every_finding_says_how_to_mend_it(library: Write) -> None:
    assert len(RULES) == 9
    for old, new, _ in CASES.values():
        for finding in lint(library(small_v1=GOOD.replace(old, new, 1), base_v1=SYSTEM), "small"):
            assert re.fullmatch(r"[a-z]+(-[a-z]+)+", finding.code)
            assert finding.remedy.endswith((".", "?"))
            assert finding.file
            assert finding.file.endswith("small/v1.yaml")


@pytest.mark.parametrize("text", ["a && b", "write <name> here", "<b>bold</b>", "a </x>", "<!-- note -->", "AT&T"])
def test_what_the_kernels_own_parser_would_break_is_found(library: Write, text: str) -> None:
    """The trap is real: the kernel makes something else of these prompts than what stands there."""
    prompt = f'<message role="system">Be good.</message>\n{text}'
    parsed = ChatHistory.from_rendered_prompt(prompt)
    kept = [message.content for message in parsed.messages]
    assert kept != ["Be good.", text]
    codes = {code for code, _, _ in found(library, GOOD.replace("Say {{ word }}.", text + " {{ word }}"))}
    assert codes == {"prompt-markup"}
