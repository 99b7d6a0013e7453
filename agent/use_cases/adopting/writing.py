"""Writing exceptions for what the gate blocks; where somebody allows them, the runs go on under them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from agent.use_cases.adopting.applying import under
from agent.use_cases.adopting.files import write_waivers
from agent.use_cases.adopting.proposing import Terms, proposed
from foundation.model.policy.waivers import ComponentWaiver
from foundation.model.run.request import GenerationRequest, GenerationResult


@dataclass
class WrittenWaivers:
    """What was written, known when the last run has ended.

    Attributes:
        file: the file.
        number: how many exceptions stand in it.
        approver: who allows them; empty where that is to be filled in.
    """

    file: str
    number: int = 0
    approver: str = ""


def adopting(
    results: Iterable[GenerationResult],
    requests: list[GenerationRequest],
    written: WrittenWaivers,
    wanted: Terms,
    known: list[ComponentWaiver],
    again: Callable[[list[GenerationRequest]], Iterable[GenerationResult]],
) -> Iterator[GenerationResult]:
    """Write an exception for each rule that blocks a run, and run what is blocked again where somebody allows them.

    Args:
        results: what the runs came to, in the order of their requests.
        requests: the requests.
        written: where to write, and afterwards what was written.
        wanted: on whose word, and until when.
        known: exceptions that the runs went by already; they stand in the file too.
        again: runs requests.

    Yields:
        The results, those of runs that go on under exceptions last.

    Raises:
        OutsideError: the file cannot be written.
    """
    waivers = [waiver.model_dump(exclude_unset=True) for waiver in known]
    open_requests = []
    for request, result in zip(requests, results, strict=True):
        name = request.bundle.component.name
        own = [{"component": name, **entry} for entry in _for(result, wanted)]
        waivers += own
        if own and wanted.approver:
            open_requests.append(under(request, [ComponentWaiver.model_validate(entry) for entry in own]))
        else:
            yield result
    unlike = {tuple(entry.items()): entry for entry in waivers}
    write_waivers(written.file, list(unlike.values()))
    written.number, written.approver = len(unlike), wanted.approver
    yield from again(open_requests) if open_requests else ()


def _for(result: GenerationResult, wanted: Terms) -> list[dict[str, object]]:
    return proposed(result.findings, wanted) if result.status == "blocked" else []
