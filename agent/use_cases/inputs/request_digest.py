"""One digest of everything that a run goes by: whoever asks with the same one gets the same files."""

from collections.abc import Callable
from datetime import date
from functools import cached_property

from foundation.catalog.content import days_in
from foundation.model.base import FrozenModel
from foundation.model.digests import json_digest
from foundation.model.errors import AgentError
from foundation.model.run.request import GenerationRequest


class Basis(FrozenModel):
    """What the runs of a process go by, apart from their bundles.

    Attributes:
        release: digest of the agent's code and of what it stands on.
        folders: digests of the template folders with their policies, in the order of the search, and of the schemas.
        helm: which Helm is used, its digest if it is a program, and when it lints.
        days: what the policies say that may be the end of an exception.
    """

    release: str
    folders: list[str]
    helm: str
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
        basis: Callable[[], Basis | None],
        remembered: Callable[[GenerationRequest], list[str]],
        today: Callable[[], date],
    ) -> None:
        self._read = basis
        self._remembered = remembered
        self._today = today

    def __call__(self, request: GenerationRequest) -> str:
        """Return the digest of a request; empty, if another run of it may come to something else."""
        if self._basis is None:
            return ""
        try:
            remembered = self._remembered(request)
        except AgentError:  # the run says what is wrong
            return ""
        return _digest(request, self._basis, self._today().isoformat(), remembered)

    def settle(self) -> None:
        """Read what the runs go by now: a process that lives on loads it once, too."""
        _ = self._basis

    @cached_property
    def _basis(self) -> Basis | None:
        return self._read()


def _digest(request: GenerationRequest, basis: Basis, today: str, remembered: list[str]) -> str:
    """Return the digest of a request; where the artifacts go does not count.

    Of the day it counts which exceptions have ended: a report that would say something else today is another answer.
    """
    days = basis.days | days_in(request.bundle.model_dump_json(exclude_unset=True).encode())
    return json_digest(
        {
            "bundle": request.digest,
            "options": request.options.model_dump(mode="json", exclude={"destination", "request_digest"}),
            "remembered": remembered,
            "release": basis.release,
            "folders": basis.folders,
            "helm": basis.helm,
            "ended": sorted(day for day in days if day < today),
        }
    )
