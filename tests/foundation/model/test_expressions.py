"""Expressions are compiled when they are first used, once, and do what compiled ones do."""

import re
import sys
from importlib import import_module

import pytest

from foundation.model.expressions import expression


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The expressions that are compiled, each time that one is."""
    texts: list[str] = []
    real = re.compile

    def compile_(text: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
        texts.append(text)
        return real(text, flags)

    monkeypatch.setattr(re, "compile", compile_)
    return texts


def test_an_expression_is_compiled_once_and_when_it_is_used(compiled: list[str]) -> None:
    word = expression("[a-z]+", re.IGNORECASE)
    assert (word.pattern, compiled) == ("[a-z]+", [])
    assert [bool(word.fullmatch(text)) for text in ("Ab", "a1")] == [True, False]
    assert word.sub("-", "ab 1 cd") == "- 1 -"
    assert word.flags & re.IGNORECASE
    assert compiled == ["[a-z]+"]


def test_whoever_asks_for_hidden_things_compiles_nothing(compiled: list[str]) -> None:
    assert not hasattr(expression("("), "__get_pydantic_core_schema__")
    assert compiled == []


def test_every_expression_can_be_compiled() -> None:
    for name in ("agent.bootstrap.agent", "agent.reporting.excerpts", "plugins.k8s_validator.plugin"):
        import_module(name)
    kind = type(expression(""))
    found = {value for module in [*sys.modules.values()] for value in vars(module).values() if type(value) is kind}
    assert len(found) > 100
    for one in found:
        assert one.groups >= 0
