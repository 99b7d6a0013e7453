"""Nothing twice: what an earlier run of the same request saved and announced need not be made again."""

from collections.abc import Callable, Sequence

from foundation.model.destination import Destination, Receipt
from foundation.model.errors import AgentError
from foundation.model.events import EventLog
from foundation.model.run.earlier import Earlier
from foundation.model.run.request import GenerationRequest, GenerationResult
from foundation.model.run.trace import execution_id_of
from memory.records.runs import run_id_of

#: Finds what an earlier run saved, by the digest of its request and the destination.
Find = Callable[[str, Destination], Earlier | None]
#: Returns the events of a run that everybody has: takes its id, the digest and paths of its artifacts, their receipt.
Delivered = Callable[[str, str, Sequence[str], Receipt], EventLog | None]


def unchanged(
    request: GenerationRequest,
    *,
    find: Find,
    published: Callable[[Earlier, Sequence[Destination]], bool],
    attested: Callable[[Earlier], bool],
    delivered: Delivered,
    remember: Callable[[EventLog, list[str]], bool],
    relay: Callable[[str], None],
) -> GenerationResult | None:
    """Return the result of a request that needs no work; nothing, if there is anything to do.

    What was saved and not announced is announced by a whole run. Whatever is wrong with the folder or with memory is
    for that run to say.

    Args:
        request: the request, with its digest.
        find: finds what is there.
        published: tells whether what is there is published everywhere too.
        attested: tells whether all that would be signed of what is there was signed.
        delivered: tells whether everybody heard of it.
        remember: makes sure that memory knows the trace; takes the events and paths, and tells whether it does.
        relay: sends what still waits in a tenant's outbox: whoever announced it may have been killed before the end.
    """
    destination, digest = request.options.destination, request.options.request_digest
    if destination is None or not digest:
        return None
    execution = execution_id_of(request.bundle.execution_id, request.digest)
    try:
        earlier = find(digest, destination)
        if earlier is None or not attested(earlier) or not published(earlier, request.options.publish):
            return None
        events = delivered(execution, earlier.receipt.revision, earlier.paths, earlier.receipt)
        if events is None or not remember(events, earlier.paths):
            return None
        for tenant in sorted({str(event.payload["tenant"]) for event in events.events if "tenant" in event.payload}):
            relay(tenant)
    except AgentError:
        return None
    return GenerationResult(
        component=request.bundle.component.name,
        run_id=run_id_of("generate", execution, digest),
        status="unchanged",
        report=earlier.report,
        findings=earlier.report.findings,
        receipt=earlier.receipt,
        place=destination.place,
        earlier=earlier,
        events=events,
    )
