"""`prompts render`: what would be sent."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from agent.doors.cli.exit_codes import exit_code
from agent.doors.cli.options import Json
from agent.doors.cli.prompts.options import Name, Version

if TYPE_CHECKING:
    from foundation.model.prompts import RenderedPrompt
    from foundation.prompting.library import PromptLibrary
    from foundation.prompting.prompt import Prompt

NAME = "render"


def command(
    name: Name,
    version: Version = None,
    case: Annotated[str | None, typer.Option("--case", help="Values of a data set's case.", metavar="CASE")] = None,
    bundle: Annotated[str | None, typer.Option("--bundle", help="Values of a bundle file.", metavar="FILE")] = None,
    values: Annotated[
        list[str] | None,
        typer.Option("--set", help="A value, as in transport=grpc; may be repeated.", metavar="NAME=VALUE"),
    ] = None,
    show_messages: Annotated[
        bool, typer.Option("--show-messages", help="Show every message with its role, not the last one alone.")
    ] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Give up if `lint` finds anything at all.")] = False,
    json: Json = False,
) -> None:
    """Fill a prompt in and print what would be sent to a model.

    Without a case or a bundle the prompt's own sample is used.
    """
    from agent.bootstrap import build_prompts
    from agent.doors.cli.output import write_json
    from agent.settings import load_settings

    library = build_prompts(load_settings())
    prompt = library.prompt(name, version)
    if strict:
        _require_clean(library, prompt)
    rendered = _render(library, prompt, case, bundle, values or [])
    if json:
        write_json(rendered.model_dump(mode="json", exclude_none=True))
        return
    shown = rendered.messages if show_messages else rendered.messages[-1:]
    for message in shown:
        head = f"--- {message.role}\n" if show_messages else ""
        sys.stdout.write(head + message.text.rstrip("\n") + "\n")


def _require_clean(library: "PromptLibrary", prompt: "Prompt") -> None:
    from agent.doors.cli.errors import report_findings
    from foundation.prompting.lint import lint

    findings = lint(library, prompt.source.name, prompt.source.version)
    if findings:
        report_findings(findings)
        raise typer.Exit(exit_code("gate"))


def _render(
    library: "PromptLibrary", prompt: "Prompt", case: str | None, bundle: str | None, values: list[str]
) -> "RenderedPrompt":
    from agent.use_cases.prompts.values import case_values, own_values, placed
    from foundation.model.errors import InputError
    from foundation.prompting.rendering import render

    given, file, within = case_values(library, prompt, case, bundle)
    own = own_values(values)
    try:
        return render(library, prompt, {**given, **own}, file, within)
    except InputError as error:
        raise InputError(*(placed(problem, own) for problem in error.problems)) from None
