"""One piece of work for a fleet, as it travels."""

from foundation.model.base import FrozenModel
from foundation.model.bundle.bundle import Bundle, MemberBundle
from foundation.model.digests import json_digest
from foundation.model.run.basis import Basis
from foundation.model.run.request import GenerationRequest, Options


class Asker(FrozenModel):
    """The event that asked for a piece of work.

    Attributes:
        event: its name.
        id: the sender's id of it.
        sender: who sent it, as it says itself.
        channel: where it came in; nothing secret is in it.
        traceparent: where the sender's trace stands.
    """

    event: str
    id: str
    sender: str = ""
    channel: str
    traceparent: str | None = None


class Job(FrozenModel):
    """A request without where its artifacts go: each worker has a place of its own for them.

    Attributes:
        key: digest of the request, by which the same work is done once.
        bundle: the bundle as JSON.
        member: whether it is a component of an application.
        source: name of the file, for messages.
        digest: digest of the bundle's content.
        locations: line and column of each path.
        file: name of the file without the number that the source may have.
        assigned: what the command line set, by path.
        options: how to run.
        asker: the event that asked for it; nothing, if somebody waits for the result.
        basis: what a run of whoever accepted it would go by beside the bundle, if that is known for sure.
    """

    key: str
    bundle: str
    member: bool
    source: str
    digest: str
    locations: dict[str, tuple[int, int]] = {}
    file: str = ""
    assigned: dict[str, str] = {}
    options: Options = Options()
    asker: Asker | None = None
    basis: Basis | None = None

    @property
    def request(self) -> GenerationRequest:
        """Return it as a request.

        Raises:
            ValueError: another version of the agent wrote it, to which other bundles were bundles.
        """
        model: type[Bundle] = MemberBundle if self.member else Bundle
        return GenerationRequest(
            bundle=model.model_validate_json(self.bundle),
            source=self.source,
            digest=self.digest,
            locations=self.locations,
            file=self.file,
            assigned=self.assigned,
            options=self.options,
        )


def job_of(request: GenerationRequest, digest: str, asker: Asker | None = None, basis: Basis | None = None) -> Job:
    """Return the work that a request is.

    Args:
        request: the request.
        digest: digest of all that it goes by; empty, if another run of it may come to something else.
        asker: the event that asked for it.
        basis: what a run would go by here beside the bundle, if that is known for sure.
    """
    options = request.options.model_copy(update={"destination": None, "request_digest": ""})
    return Job(
        key=digest or _otherwise(request, asker),
        bundle=request.bundle.model_dump_json(by_alias=True, exclude_unset=True),
        member=isinstance(request.bundle, MemberBundle),
        source=request.source,
        digest=request.digest,
        locations=request.locations,
        file=request.file,
        assigned=request.assigned,
        options=options,
        asker=asker,
        basis=basis,
    )


def _otherwise(request: GenerationRequest, asker: Asker | None) -> str:
    """Return what tells a request apart that has no digest: who asked, so that two who do get an answer each."""
    options = request.options.model_dump(mode="json", exclude={"destination"})
    return json_digest([request.digest, options, asker.model_dump() if asker else None])
