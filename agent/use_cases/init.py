"""Init: a first bundle, of what somebody says of a component."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from agent.use_cases.new_files import write_new
from agent.use_cases.schema_beside import MODELINE, write_schema_beside
from agent.use_cases.shortening import Outcomes
from foundation.catalog.library import TemplateLibrary
from foundation.model.base import FrozenModel
from foundation.model.bundle.bundle import TRANSPORTS
from foundation.model.errors import InputError, Problem
from foundation.model.flags import Flag
from foundation.model.names import did_you_mean
from foundation.source.bundle import read_bundles
from foundation.source.document import parse_documents
from foundation.source.starter import Answers, starter_text

#: What has to be known, by flag: what to ask whoever can be asked. Nothing of it is ever made up.
_QUESTIONS = {
    Flag.NAME: "Name of the component, as in OrderService",
    Flag.TYPE: "Component type, such as microservice",
    Flag.TRANSPORT: "Transport, one of http, grpc, tcp and queue",
    Flag.IMAGE: "Container image, with tag or digest",
    Flag.TRACE_ID: "Trace id of the blueprint",
    Flag.BLUEPRINT_ID: "Blueprint id",
    Flag.SCOPE: "Domain that owns it, as in Order",
}
#: What has an answer, by flag.
_Said = dict[Flag, Any]

#: Returns the answer to a question; empty if there is none.
Ask = Callable[[str], str]


class InitCommand(FrozenModel):
    """What somebody says of the component.

    Attributes:
        name: its name.
        type: its type.
        transport: its transport.
        image: its container image.
        trace_id: the trace that it belongs to.
        blueprint_id: its blueprint.
        scope: the domain that owns it.
        team: the team that owns it.
        tenant: its tenant.
        port: the port that it serves.
        schedule: schedule of a cronjob.
        environments: its environments.
        output: file to write; none by default.
        force: whether the file may be replaced.
    """

    name: str | None = None
    type: str | None = None
    transport: str | None = None
    image: str | None = None
    trace_id: str | None = None
    blueprint_id: str | None = None
    scope: str | None = None
    team: str | None = None
    tenant: str | None = None
    port: int | None = None
    schedule: str | None = None
    environments: list[str] = []
    output: str | None = None
    force: bool = False


class FirstBundle(FrozenModel):
    """The bundle.

    Attributes:
        name: name of the component.
        text: the bundle, with comments.
    """

    name: str
    text: str


def init(command: InitCommand, *, library: TemplateLibrary, schema: Callable[[], str], ask: Ask | None) -> FirstBundle:
    """Write a first bundle: minimal and valid. What nobody says is an error; nothing is made up.

    Args:
        command: what is said.
        library: templates and policies.
        schema: returns the JSON Schema of bundles, which is written beside the file.
        ask: asks for what is not said; nobody can be asked if ``None``.

    Raises:
        InputError: with everything that is missing or wrong; or the file is there already.
        OutsideError: the file cannot be written.
    """
    types = sorted({served for chart in library.charts.values() for served in chart.serves})
    said: _Said = {flag: getattr(command, flag.field) for flag in (*_QUESTIONS, Flag.PORT, Flag.SCHEDULE)}
    if ask is not None:
        _ask(ask, said, types)
    problems = list(_missing(said, types))
    if problems:
        raise InputError(*problems)
    answers = Answers(
        **{flag.field: value for flag, value in said.items()},
        team=command.team,
        tenant=command.tenant,
        environments=command.environments,
    )
    text = starter_text(answers)
    _check(text, Outcomes(library))
    if command.output is not None:
        text = MODELINE + text
        write_new({Path(command.output): text}, command.force)
        write_schema_beside([Path(command.output)], schema())
    return FirstBundle(name=answers.name, text=text)


def _ask(ask: Ask, said: _Said, types: list[str]) -> None:
    """Ask for what is missing; an empty answer stays missing."""
    for flag, question in _QUESTIONS.items():
        if said[flag] is None:
            hint = f" ({', '.join(types)})" if flag is Flag.TYPE else ""
            said[flag] = ask(f"{question}{hint}") or None
    for flag in (flag for flag, why in _required(said).items() if why and said[flag] is None):
        answer = ask(flag.field.capitalize())
        said[flag] = (int(answer) if answer.isdecimal() else None) if flag is Flag.PORT else answer or None


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _required(said: _Said) -> dict[Flag, str]:
    """Return why a flag is needed beside those that always are; empty if it is not."""
    lasting = said[Flag.TYPE] not in ("job", "cronjob")
    return {
        Flag.PORT: "the transport tcp has no port by default" if said[Flag.TRANSPORT] == "tcp" and lasting else "",
        Flag.SCHEDULE: "a cronjob has a schedule" if said[Flag.TYPE] == "cronjob" else "",
    }


def _missing(said: _Said, types: list[str]) -> Iterator[Problem]:
    for flag, question in _QUESTIONS.items():
        if said[flag] is None:
            yield _problem(said, flag, f"{flag.bare} is missing", f"Give {flag}: {_lower(question)}.")
    for flag, why in _required(said).items():
        if why and said[flag] is None:
            yield _problem(said, flag, f"{flag.bare} is missing: {why}", f"Give {flag}.")
    for flag, valid in ((Flag.TYPE, types), (Flag.TRANSPORT, TRANSPORTS)):
        if said[flag] is not None and said[flag] not in valid:
            remedy = did_you_mean(said[flag], valid, f"Use one of {', '.join(valid)}.")
            yield _problem(said, flag, f"there is no {flag.bare} {said[flag]!r}", remedy)


def _problem(said: _Said, flag: Flag, message: str, remedy: str) -> Problem:
    code = "missing-key" if said[flag] is None else "wrong-value"
    return Problem(code=code, message=message, remedy=remedy, file=flag)


def _check(text: str, outcome: Callable[[dict[str, Any]], Any]) -> None:
    """Refuse answers that would not compile, before anything is written.

    Raises:
        InputError: with every mistake, at the line of the bundle that would have been written.
    """
    read_bundles(text.encode(), "bundle")
    outcome(parse_documents(text, "bundle")[0].data)
