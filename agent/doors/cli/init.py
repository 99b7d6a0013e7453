"""`init`: a first bundle, from flags or from answers at the terminal."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from agent.doors.cli.options import Environments

if TYPE_CHECKING:
    from foundation.model.errors import Problem

NAME = "init"
#: What has to be known, by flag: what to ask at a terminal. Nothing of it is ever made up.
_QUESTIONS = {
    "name": "Name of the component, as in OrderService",
    "type": "Component type, such as microservice",
    "transport": "Transport, one of http, grpc, tcp and queue",
    "image": "Container image, with tag or digest",
    "trace-id": "Trace id of the blueprint",
    "blueprint-id": "Blueprint id",
    "scope": "Domain that owns it, as in Order",
}
_TRANSPORTS = ("http", "grpc", "tcp", "queue")


def command(
    name: Annotated[str | None, typer.Option("--name", help="Name of the component.")] = None,
    kind: Annotated[str | None, typer.Option("--type", help="Component type, such as microservice.")] = None,
    transport: Annotated[str | None, typer.Option("--transport", help="http, grpc, tcp or queue.")] = None,
    image: Annotated[str | None, typer.Option("--image", help="Container image.")] = None,
    trace_id: Annotated[str | None, typer.Option("--trace-id", help="Trace that it belongs to.")] = None,
    blueprint_id: Annotated[str | None, typer.Option("--blueprint-id", help="Its blueprint.")] = None,
    scope: Annotated[str | None, typer.Option("--scope", help="Domain that owns it.")] = None,
    team: Annotated[str | None, typer.Option("--team", help="Team that owns it.")] = None,
    tenant: Annotated[str | None, typer.Option("--tenant", "-t", help="Its tenant.")] = None,
    port: Annotated[int | None, typer.Option("--port", min=1, max=65535, help="Port that it serves.")] = None,
    schedule: Annotated[str | None, typer.Option("--schedule", help="Schedule of a cronjob.")] = None,
    environments: Environments = None,
    output: Annotated[
        str, typer.Option("--output", "-o", help="File; - writes to stdout.", metavar="FILE")
    ] = "bundle.yaml",
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it is there.")] = False,
) -> None:
    """Write a first bundle: minimal, valid, with comments.

    At a terminal it asks for what the flags do not say. Nothing is made up: what nobody says is an error.
    """
    from agent.bootstrap import build_library
    from agent.settings import load_settings
    from agent.use_cases.new_files import write_new
    from agent.use_cases.shortening import outcome_of
    from foundation.model.errors import InputError
    from foundation.source.starter import Answers, starter_text

    library = build_library(load_settings())
    types = sorted({served for chart in library.charts.values() for served in chart.serves})
    said: dict[str, Any] = {"name": name, "type": kind, "transport": transport, "image": image}
    said |= {"trace-id": trace_id, "blueprint-id": blueprint_id, "scope": scope, "port": port, "schedule": schedule}
    if sys.stdin.isatty():
        _ask(said, types)
    problems = list(_missing(said, types))
    if problems:
        raise InputError(*problems)
    answers = Answers(
        **{key.replace("-", "_"): value for key, value in said.items()},
        team=team,
        tenant=tenant,
        environments=environments or [],
    )
    content = starter_text(answers)
    _check(content, outcome_of(library))
    if output == "-":
        sys.stdout.write(content)
        return
    write_new({Path(output): content}, force)
    sys.stdout.write(f"{output}: a bundle of {answers.name}; infra-engineer generate {output}\n")


def _ask(said: dict[str, Any], types: list[str]) -> None:
    """Ask for what is missing; an empty answer stays missing."""
    for flag, question in _QUESTIONS.items():
        if said[flag] is None:
            hint = f" ({', '.join(types)})" if flag == "type" else ""
            said[flag] = typer.prompt(f"{question}{hint}", default="", show_default=False, err=True) or None
    for flag in (flag for flag, why in _required(said).items() if why and said[flag] is None):
        answer = typer.prompt(flag.capitalize(), default="", show_default=False, err=True)
        said[flag] = (int(answer) if answer.isdecimal() else None) if flag == "port" else answer or None


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _required(said: dict[str, Any]) -> dict[str, str]:
    """Return why a flag is needed beside those that always are; empty if it is not."""
    lasting = said["type"] not in ("job", "cronjob")
    return {
        "port": "the transport tcp has no port by default" if said["transport"] == "tcp" and lasting else "",
        "schedule": "a cronjob has a schedule" if said["type"] == "cronjob" else "",
    }


def _missing(said: dict[str, Any], types: list[str]) -> "list[Problem]":
    from foundation.model.errors import Problem
    from foundation.model.names import did_you_mean

    def problem(flag: str, message: str, remedy: str) -> Problem:
        code = "missing-key" if said[flag] is None else "wrong-value"
        return Problem(code=code, message=message, remedy=remedy, file=f"--{flag}")

    found = [
        problem(flag, f"{flag} is missing", f"Give --{flag}: {_lower(question)}.")
        for flag, question in _QUESTIONS.items()
        if said[flag] is None
    ]
    found += [
        problem(flag, f"{flag} is missing: {why}", f"Give --{flag}.")
        for flag, why in _required(said).items()
        if why and said[flag] is None
    ]
    for flag, valid in (("type", types), ("transport", _TRANSPORTS)):
        if said[flag] is not None and said[flag] not in valid:
            remedy = did_you_mean(said[flag], valid, f"Use one of {', '.join(valid)}.")
            found.append(problem(flag, f"there is no {flag} {said[flag]!r}", remedy))
    return found


def _check(content: str, outcome: "Callable[[dict[str, Any]], Any]") -> None:
    """Refuse answers that would not compile, before anything is written.

    Raises:
        InputError: with every mistake, at the line of the bundle that would have been written.
    """
    from foundation.source.bundle import read_bundles
    from foundation.source.document import parse_documents

    read_bundles(content.encode(), "bundle")
    outcome(parse_documents(content, "bundle")[0].data)
