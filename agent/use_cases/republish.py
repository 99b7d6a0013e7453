"""Republish: what an earlier run saved goes through the gate of today, and is announced once more."""

import shlex
from collections.abc import Callable

from agent.execution.publishing import Publishing
from agent.planning.recipes.republish import REPUBLISH
from agent.use_cases.recorded.admission import PoliciesOf, Reject, admitted
from agent.use_cases.recorded.source import RecordedArtifacts
from agent.use_cases.recorded.target import require_same_component
from foundation.model.base import FrozenModel
from foundation.model.destination import Destination, publish_flags, workspace
from foundation.model.run.publication import Publication
from foundation.model.run.recorded import Record
from foundation.model.run.request import Options


class RepublishCommand(FrozenModel):
    """What to publish once more.

    Attributes:
        output: folder to save it in; by default it stays where it is, and is only announced.
        overwrite: whether files there that a person edited may be replaced.
        kube_version: Kubernetes version to validate against; empty takes the policy's.
        publish: where it is published to as well, in this order.
    """

    output: str | None = None
    overwrite: bool = False
    kube_version: str | None = None
    publish: list[Destination] = []


def republish(
    command: RepublishCommand,
    *,
    source: RecordedArtifacts,
    policies: PoliciesOf,
    publish: Callable[[Publishing], Publication],
    reject: Reject,
) -> Publication:
    """Publish recorded artifacts once more; what the gate refuses or the world prevents is told by the result.

    Args:
        command: how.
        source: the recorded artifacts.
        policies: returns the policies that hold; these are those of today.
        publish: runs it.
        reject: announces a record that cannot be published; takes its place and what is wrong, gives the event.

    Raises:
        RefusedError: the record is not what was recorded, or something else is in its place, and the event says so.
    """
    place = command.output or source.place

    def require(record: Record) -> None:
        if command.output is not None:
            require_same_component(place, record.run)

    record, held = admitted(source, require, lambda: policies(None), reject)
    publishing = Publishing(
        recipe=REPUBLISH,
        record=record,
        trace=record.run.trace,
        policies=held,
        options=Options(
            kube_version=command.kube_version,
            destination=workspace(place, overwrite=command.overwrite),
            publish=command.publish,
        ),
        command=_again(source.place, command),
    )
    return publish(publishing)


def _again(place: str, command: RepublishCommand) -> str:
    elsewhere = ["-o", command.output] if command.output is not None else []
    return shlex.join(["infra-engineer", "republish", place, *elsewhere, *publish_flags(command.publish)])
