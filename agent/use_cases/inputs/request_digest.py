"""One digest of everything that a run goes by: whoever asks with the same one gets the same files."""

from collections.abc import Callable
from datetime import date
from functools import cached_property

from foundation.catalog.content import days_in
from foundation.model.digests import json_digest
from foundation.model.errors import AgentError
from foundation.model.run.basis import Basis
from foundation.model.run.request import GenerationRequest


class DatedBasis(Basis):
    """What the runs of a process go by, apart from their bundles.

    Attributes:
        days: what the policies say that may be the end of an exception.
    """

    days: frozenset[str] = frozenset()


class RequestDigests:
    """Returns the digests of requests.

    Args:
        basis: reads what the runs go by, once; nothing, if a run may come to something else another time.
        remembered: what memory adds to a bundle's trace.
        today: tells the day that the ends of exceptions are held against.
    """

    def __init__(
        self,
        basis: Callable[[], DatedBasis | None],
        remembered: Callable[[GenerationRequest], list[str]],
        today: Callable[[], date],
    ) -> None:
        self._read = basis
        self._remembered = remembered
        self._today = today

    def __call__(self, request: GenerationRequest) -> str:
        """Return the digest of a request; empty, if another run of it may come to something else."""
        if self._dated is None:
            return ""
        try:
            remembered = self._remembered(request)
        except AgentError:  # the run says what is wrong
            return ""
        return _digest(request, self._dated, self._today().isoformat(), remembered)

    def settle(self) -> None:
        """Read what the runs go by now: a process that lives on loads it once, too."""
        _ = self._dated

    @property
    def basis(self) -> Basis | None:
        """What runs go by beside their bundles; nothing, if they may come to something else another time."""
        return None if self._dated is None else Basis(**self._dated.model_dump(exclude={"days"}))

    @cached_property
    def _dated(self) -> DatedBasis | None:
        return self._read()


def with_digest(
    request: GenerationRequest, digest: Callable[[GenerationRequest], str], basis: Callable[[], Basis | None]
) -> GenerationRequest:
    """Return a request with the digest of all that it goes by, if it is to be saved.

    Args:
        request: the request.
        digest: returns its digest.
        basis: returns what it goes by beside the bundle.
    """
    if request.options.destination is None:
        return request
    options = request.options.model_copy(update={"request_digest": digest(request)})
    return request.model_copy(update={"options": options, "basis": basis()})


def _digest(request: GenerationRequest, basis: DatedBasis, today: str, remembered: list[str]) -> str:
    """Return the digest of a request; where the artifacts go does not count.

    Of the day it counts which exceptions have ended: a report that would say something else today is another answer.
    """
    days = basis.days | days_in(request.bundle.model_dump_json(exclude_unset=True).encode())
    return json_digest(
        {
            "bundle": request.digest,
            "options": request.options.deciding,
            "remembered": remembered,
            "basis": basis.model_dump(exclude={"days"}),
            "ended": sorted(day for day in days if day < today),
        }
    )
