"""What both ways to publish recorded artifacts ask before there is a run; what they refuse is announced."""

from collections.abc import Callable

from agent.use_cases.recorded.source import RecordedArtifacts
from foundation.model.errors import AgentError, InputError
from foundation.model.events import EventLog, RefusedError
from foundation.model.run.recorded import Record
from plugins.k8s_validator.gate_setup import Policies

#: Returns the policies of a folder, or for none those of today.
PoliciesOf = Callable[[str | None], Policies]
#: Announces what is refused; takes what it is called and what is wrong with it, gives the event.
Reject = Callable[[str, AgentError], EventLog]


def admitted(
    source: RecordedArtifacts, require: Callable[[Record], None], policies: Callable[[], Policies], reject: Reject
) -> tuple[Record, Policies]:
    """Return recorded artifacts that may be published, and the policies that they are held against.

    Args:
        source: the recorded artifacts.
        require: refuses a record that cannot go where it is to go.
        policies: returns the policies; they are asked for last, because that takes time.
        reject: announces what is refused.

    Raises:
        RefusedError: with everything that is wrong with the record, its place or the policies, and the event.
    """
    try:
        record = source.read()
        require(record)
        return record, policies()
    except InputError as error:
        raise RefusedError(error, reject(source.place, error)) from error
