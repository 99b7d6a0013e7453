"""Roll back: an earlier output comes back into the place of the present one, through the gate of its own policies."""

import shlex
from collections.abc import Callable
from pathlib import Path

from agent.execution.publishing import Publishing
from agent.planning.recipes.rollback import ROLLBACK
from agent.use_cases.approvals.leave import Asked, Leave
from agent.use_cases.approvals.reasons import require_reason
from agent.use_cases.recorded.admission import PoliciesOf, Reject, admitted
from agent.use_cases.recorded.gate_then import differences
from agent.use_cases.recorded.source import RecordedArtifacts
from agent.use_cases.recorded.target import require_same_component
from foundation.model.access import Principal, not_signed_in, require
from foundation.model.base import FrozenModel
from foundation.model.destination import Destination, publish_flags, workspace
from foundation.model.errors import InputError, Problem
from foundation.model.flags import Flag
from foundation.model.run.publication import Publication
from foundation.model.run.recorded import Record
from foundation.model.run.request import Options
from foundation.model.run.retrying import OnRecord


class RollbackCommand(FrozenModel):
    """Where an earlier output is to come back.

    Attributes:
        output: folder of the present output.
        overwrite: whether files there that a person edited may be replaced.
        policy: folder with the policies that the earlier output was made under; today's by default.
        publish: where it is published to as well, in this order.
        by: who wants it; a door that names nobody has looked at who may, and nothing that takes leave is done then.
        reason: why, if they say so.
    """

    output: str
    overwrite: bool = False
    policy: str | None = None
    publish: list[Destination] = []
    by: Principal | None = None
    reason: str = ""


def rollback(
    command: RollbackCommand,
    *,
    source: RecordedArtifacts,
    policies: PoliciesOf,
    publish: Callable[[Publishing], Publication],
    reject: Reject,
    leave: Leave,
) -> Publication:
    """Put recorded artifacts back; what the gate refuses or the world prevents is told by the result.

    Args:
        command: where to, and under which policies.
        source: the recorded artifacts.
        policies: returns the policies of a folder.
        publish: runs it.
        reject: announces a record that cannot be published; takes its place and what is wrong, gives the event.
        leave: asks for another person's leave.

    Raises:
        RefusedError: the record is not what was recorded, or there is no output of its component to roll back, and
            the event says so.
        InputError: the reason is none.
        AccessError: whoever wants it may not.
        ApprovalNeededError: it takes somebody's leave, which is asked for now.
    """

    def require(record: Record) -> None:
        _require_present(command.output, source.folder, record)

    if command.reason:
        require_reason(command.reason)
    record, held = admitted(source, require, lambda: policies(command.policy), reject)
    asked = Asked(
        kinds=["rollback"], target=record.run.trace.execution_id, details=_details(record), reason=command.reason
    )
    word = _word(command, asked, record.run.tenant, leave)
    publishing = Publishing(
        recipe=ROLLBACK,
        record=record,
        trace=record.rolled_back,
        policies=held,
        options=Options(
            destination=workspace(command.output, overwrite=command.overwrite),
            publish=[place.of_run(record.rolled_back.execution_id) for place in command.publish],
        ),
        command=_again(source.flags, command),
        asked=word,
    )
    done = publish(publishing)
    if word is not None and word.approved_by is not None and done.receipt is not None:
        leave.used(asked, word.by, record.run.tenant)
    notices = differences(record.run.report, done.report) if done.report is not None else []
    unnamed = [_unnamed()] if done.status == "blocked" and command.policy is None else []
    return done.model_copy(update={"notices": notices, "problems": [*done.problems, *unnamed]})


def _word(command: RollbackCommand, asked: Asked, tenant: str, leave: Leave) -> OnRecord | None:
    """Return on whose word it is done, if somebody gave it and may.

    Raises:
        AccessError, ApprovalNeededError: they may not, or not without another one.
    """
    if command.by is None:
        if leave.takes_two(asked.kinds):
            raise not_signed_in()
        return None
    require(command.by, "operator", tenant)
    allowed = leave.ask(asked, command.by, tenant)
    return OnRecord(by=command.by.name, reason=command.reason.strip(), approved_by=allowed, asked_at=leave.now())


def _details(record: Record) -> list[str]:
    run = record.run
    return [f"{run.component} {run.chart_version} ({record.artifacts.digest})"]


def _require_present(output: str, folder: str | None, record: Record) -> None:
    if folder is not None and Path(output).resolve() == Path(folder).resolve():
        raise _nothing(output, "the earlier output and the present one are the same folder")
    if not require_same_component(output, record.run):
        raise _nothing(output, "there is no output that could be rolled back")


def _nothing(output: str, message: str) -> InputError:
    remedy = "Check -o; `infra-engineer republish` announces an output where it is, or puts it into a new folder."
    return InputError(Problem(code="rollback-nothing", message=message, remedy=remedy, file=output))


def _unnamed() -> Problem:
    return Problem(
        code="policies-unnamed",
        message="the record does not hold its policies, so it was held against those of today",
        remedy=f"Name the policy folder that it was made under with {Flag.POLICY}, as it is in that state's checkout.",
    )


def _again(flags: list[str], command: RollbackCommand) -> str:
    named = [Flag.POLICY, command.policy] if command.policy is not None else []
    publish = publish_flags(command.publish)
    return shlex.join(["infra-engineer", "rollback", *flags, "-o", command.output, *named, *publish])
