"""One set of files at several destinations: all are prepared, the gate is asked once more, and then all get it."""

from collections.abc import Callable, Sequence

from foundation.model.destination import Destination, Receipt
from foundation.model.errors import AgentError, OutsideError, Problem
from foundation.model.run.artifacts import ArtifactSet
from plugins.artifact_emitter.sinks.by_kind import SinksByKind


def saved_everywhere(
    sinks: SinksByKind,
    artifacts: ArtifactSet,
    digest: str,
    destinations: Sequence[Destination],
    require_passed: Callable[[], None],
) -> Receipt:
    """Save files in a folder, and publish them where that is wanted.

    The folder comes last: what stands in it says that all of it was done, so a run that came to an end halfway is run
    again and goes on from there.

    Args:
        sinks: save and publish at any destination.
        artifacts: all files, and what is signed of them.
        digest: digest of the files that the gate looked at.
        destinations: the folder, and where to publish in this order.
        require_passed: raises ``GateError`` unless the gate passed the files.

    Raises:
        InputError: a destination cannot be used, or holds what must not be replaced; nothing was published.
        OutsideError: a destination failed; its problems say where the files are already.
        GateError: the gate did not pass the files.
    """
    folder, *others = destinations
    publishers = [(sinks.publisher(destination), destination) for destination in others]
    if publishers:
        sinks.prepare(artifacts, digest, folder)
        for publisher, destination in publishers:
            publisher.prepare(artifacts, destination)
        require_passed()
    done: list[Receipt] = []
    try:
        for publisher, destination in publishers:
            done.append(publisher.publish(artifacts, digest, destination))
        receipt = sinks.save(artifacts, digest, folder)
    except AgentError as error:
        if not done:
            raise
        raise OutsideError(*error.problems, _in_part(done)) from error
    return receipt.model_copy(update={"published": done}) if done else receipt


def _in_part(done: Sequence[Receipt]) -> Problem:
    places = ", ".join(receipt.place for receipt in done)
    message = f"the files are published to {places}, and not everywhere that was named"
    remedy = "Mend what is named above and run the same command again: it goes on from there."
    return Problem(code="published-in-part", message=message, remedy=remedy)
