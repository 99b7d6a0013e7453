"""The kernel is loaded without Handlebars and OpenAI's client, and both work all the same when somebody uses them."""

import subprocess
import sys

import pytest

from tests.support.generation import ROOT

LOAD = """
import sys
from agent.execution.kernel_loading import load_kernel
load_kernel()
from semantic_kernel import Kernel
"""
HANDLEBARS = """
import asyncio
from semantic_kernel.exceptions import HandlebarsTemplateSyntaxError
from semantic_kernel.functions import KernelArguments
from semantic_kernel.prompt_template import HandlebarsPromptTemplate, PromptTemplateConfig

def template(text):
    config = PromptTemplateConfig(name="x", template=text, template_format="handlebars")
    return HandlebarsPromptTemplate(prompt_template_config=config)

print(asyncio.run(template("hi {{name}}").render(Kernel(), KernelArguments(name="bob"))))
try:
    template("hi {{#if}")
except HandlebarsTemplateSyntaxError:
    print("syntax error")
"""
CLIENT = """
from semantic_kernel.connectors.ai.completion_usage import OpenAICompletionUsage
from semantic_kernel.connectors.ai.open_ai import OpenAIChatCompletion
import openai, openai.types
print(openai.types.CompletionUsage is OpenAICompletionUsage, OpenAIChatCompletion.__name__, openai.AsyncOpenAI.__name__)
"""
LOADED = 'print([name for name in ("pybars", "openai", "openai.types", "openai.resources") if name in sys.modules])'


def run(script: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        encoding="utf-8",
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        check=True,
    )
    return done.stdout.splitlines()


@pytest.mark.parametrize(
    ("script", "printed"),
    [
        (LOAD + LOADED, ["[]"]),
        (LOAD + LOAD + LOADED, ["[]"]),
        (LOAD + HANDLEBARS, ["hi bob", "syntax error"]),
        (LOAD + CLIENT, ["True OpenAIChatCompletion AsyncOpenAI"]),
        ("import openai\n" + LOAD + CLIENT, ["True OpenAIChatCompletion AsyncOpenAI"]),
        ("from semantic_kernel import Kernel\n" + LOAD + HANDLEBARS, ["hi bob", "syntax error"]),
    ],
    ids=["nothing more", "twice", "handlebars", "client", "after the client", "after the kernel"],
)
def test_what_is_loaded_and_what_works(script: str, printed: list[str]) -> None:
    assert run(script) == printed


def test_a_kernel_that_does_not_fit_in_is_imported_the_ordinary_way() -> None:
    broken = "import agent.execution.kernel_loading as it\nit._types = lambda: it._package('openai.nothing')\n"
    assert run(broken + LOAD + CLIENT + LOADED) == [
        "True OpenAIChatCompletion AsyncOpenAI",
        "['pybars', 'openai', 'openai.types', 'openai.resources']",
    ]
