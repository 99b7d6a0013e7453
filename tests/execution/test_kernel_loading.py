"""The kernel is loaded without Handlebars, OpenAI's client and numpy, and all work the same when somebody uses them."""

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
from semantic_kernel.connectors.ai import CompletionUsage
from semantic_kernel.connectors.ai.completion_usage import OpenAICompletionUsage
from semantic_kernel.utils.telemetry.model_diagnostics import decorators
from semantic_kernel.connectors.ai.open_ai import OpenAIChatCompletion
import openai, openai.types
print(openai.types.CompletionUsage is OpenAICompletionUsage, OpenAIChatCompletion.__name__, openai.AsyncOpenAI.__name__)
given = openai.types.CompletionUsage(prompt_tokens=3, completion_tokens=4, total_tokens=7)
print(CompletionUsage.from_openai(given).prompt_tokens, isinstance(CompletionUsage(), decorators.CompletionUsage))
"""
COUNTED = """
from foundation.language_model.answers import message_of
from foundation.model.conversation import Answer, TokenUsage
message = message_of(Answer(usage=TokenUsage(input_tokens=1, output_tokens=2)), "gpt-4o")
print(message.metadata["usage"].prompt_tokens, [name for name in ("openai", "openai.resources") if name in sys.modules])
"""
ARRAYS = """
import pydantic
from semantic_kernel.contents import AudioContent
from semantic_kernel.contents.utils.data_uri import DataUri
try:
    DataUri(data_array=[1, 2])
except pydantic.ValidationError as error:
    print(error.errors()[0]["type"], "numpy" in sys.modules)
import numpy
sound = AudioContent(data=numpy.array([1, 2], dtype="uint8"), mime_type="audio/wav")
print(sound.data, DataUri(data_array=numpy.array([1])).data_array)
"""
CLIENT_PRINTS = ["True OpenAIChatCompletion AsyncOpenAI", "3 True"]
ARRAYS_PRINT = ["is_instance_of False", "b'\\x01\\x02' [1]"]
LOADED = 'print([name for name in ("pybars", "openai", "httpx2", "numpy") if name in sys.modules])'


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
        (LOAD + CLIENT, CLIENT_PRINTS),
        ("import openai\n" + LOAD + CLIENT, CLIENT_PRINTS),
        (LOAD + COUNTED + CLIENT, ["1 []", *CLIENT_PRINTS]),
        (LOAD + ARRAYS, ARRAYS_PRINT),
        ("import numpy\n" + LOAD + ARRAYS.replace('"numpy" in sys.modules', "False"), ARRAYS_PRINT),
        ("from semantic_kernel import Kernel\n" + LOAD + HANDLEBARS, ["hi bob", "syntax error"]),
    ],
    ids=[
        "nothing more",
        "twice",
        "handlebars",
        "client",
        "after the client",
        "tokens counted",
        "arrays",
        "after numpy",
        "after the kernel",
    ],
)
def test_what_is_loaded_and_what_works(script: str, printed: list[str]) -> None:
    assert run(script) == printed


def test_a_kernel_that_does_not_fit_in_is_imported_the_ordinary_way() -> None:
    broken = "import agent.execution.kernel_loading as it\nit.module = lambda name, *_: it.ModuleType(name)\n"
    assert run(broken + LOAD + CLIENT + LOADED) == [*CLIENT_PRINTS, "['pybars', 'openai', 'httpx2', 'numpy']"]
