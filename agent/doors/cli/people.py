"""Who is at the command line, and what is written down of what they do."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from agent.settings import Settings
    from agent.use_cases.audit.recording import AuditCommand
    from foundation.model.access import Principal
    from foundation.model.errors import Problem

By = Annotated[
    str | None, typer.Option("--by", help="Who does it; the user of this machine by default.", metavar="NAME")
]
Reason = Annotated[str, typer.Option("--reason", help="Why; it is kept with what is done.", metavar="TEXT")]


def principal(by: str | None) -> "Principal":
    """Return who is at the command line.

    Args:
        by: their name, if they gave one.

    Raises:
        InputError: it is no name.
    """
    from pydantic import ValidationError

    from agent.doors.local_user import local_user
    from foundation.model.access import local_principal
    from foundation.model.errors import InputError, Problem
    from foundation.model.flags import Flag

    try:
        return local_principal(by if by is not None else local_user())
    except ValidationError:
        message, remedy = "a name is one line of at most 200 characters", "Give your name."
        problem = Problem(code="wrong-option", message=message, remedy=remedy, file="command line", path=Flag.BY)
        raise InputError(problem) from None


def named_or_user(by: str | None) -> "Principal":
    """Return who is at the command line; where they gave no name that records can have, the user of this machine.

    Args:
        by: their name, if they gave one.
    """
    from foundation.model.errors import InputError

    try:
        return principal(by)
    except InputError:
        return principal(None)


@dataclass
class Noted:
    """What is to be said of an action when it has ended.

    Attributes:
        target: what it was about.
        tenant: whose records it was about.
        refused: the code of what refused it, if it ended without an error and was refused all the same.
    """

    target: str
    tenant: str | None = None
    refused: str = ""


@contextmanager
def audited(settings: "Settings", who: "Principal", action: str, reason: str, target: str = "") -> Iterator[Noted]:
    """Write an action down when it has ended; one that memory cannot hold is told, and is done all the same.

    Args:
        settings: the settings.
        who: who does it.
        action: what they do.
        reason: why.
        target: what it is about.
    """
    from agent.use_cases.audit.recording import AuditCommand
    from foundation.model.errors import AgentError

    noted = Noted(target)
    done = AuditCommand(principal=who, door="cli", action=action, reason=reason, outcome="done")
    try:
        yield noted
    except AgentError as error:
        outcome = "failed" if error.fault == "outside" else "refused"
        _record(settings, done, noted, outcome, error.problems)
        raise
    _record(settings, done, noted, "refused" if noted.refused else "done")


def _record(
    settings: "Settings", done: "AuditCommand", noted: Noted, outcome: str, problems: "Sequence[Problem]" = ()
) -> None:
    from agent.bootstrap.use_cases.audit.recording import build_record_action
    from agent.doors.cli.errors import report_problems
    from foundation.model.errors import AgentError

    code = problems[0].code if problems else noted.refused
    ended = {"outcome": outcome, "code": code, "tenant": noted.tenant, "target": noted.target}
    try:
        build_record_action(settings)(done.model_copy(update=ended))
    except AgentError as error:
        report_problems([problem for problem in error.problems if problem not in problems])
