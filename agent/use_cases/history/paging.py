"""A tenant's runs, the newest first, from a place on: the index leads to the place, and only what is wanted is read."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from foundation.model.base import FrozenModel
from memory.records.history import ListedRun
from memory.stores.runs import Runs

#: Where the records that were read are not enough, so many times as many are read.
_GROWTH = 2
#: So many records are looked at for one that can be read, and for the one that a place is of.
_NEAR, _AT_ONCE = 2, 200


class RunPosition(FrozenModel):
    """A place in the list of runs: that of one run, as it was when the list was read.

    Attributes:
        recorded_at: when the run was recorded.
        tenant: in whose memory it is.
        run_id: its id.
    """

    recorded_at: str
    tenant: str
    run_id: str


class TenantRuns:
    """Gives a tenant's runs as they are wanted, more and more of them.

    Args:
        tenant: the tenant.
        runs: its runs.
        lookups: by what they are found; all of them by default.
        share: so many are read at first.
        after: the place behind which they begin, where lists of several tenants are one by time, and of the same time
            by the tenants' names. Where its run is gone, or was recorded anew, the older ones follow.
    """

    def __init__(
        self,
        tenant: str,
        runs: Runs,
        lookups: Sequence[tuple[str, str]],
        share: int,
        after: RunPosition | None,
    ) -> None:
        self._tenant = tenant
        self._runs = runs
        self._lookups = lookups
        self._share = share
        self._after = after
        self.unreadable = 0

    def __iter__(self) -> Iterator[ListedRun]:
        skip, number, told = self._start(), self._share, set[str]()
        while read := self._runs.page(self._lookups, number, skip):
            for run in read:
                if run is None:
                    self.unreadable += 1
                elif run.run_id not in told:  # a run that is recorded meanwhile moves those before it down
                    told.add(run.run_id)
                    yield ListedRun(tenant=self._tenant, run=run)
            if len(read) < number:
                return
            skip, number = skip + number, number * _GROWTH

    def _start(self) -> int:
        """Return how many of the newest runs stand before the first that is to be given."""
        place = self._after
        if place is None:
            return 0
        first = self._first_behind(place)
        if self._tenant != place.tenant:
            return first
        known = self._runs.summary(place.run_id)
        if known is None or known.recorded_at != place.recorded_at:
            return first
        # Where a clock went back, the order is not that of time, and the run stands elsewhere.
        found = self._place_of(place, first, near=True)
        if found is None:
            found = self._place_of(place, 0, near=False)
        return first if found is None else found + 1

    def _first_behind(self, place: RunPosition) -> int:
        """Return the number of the first run that is not before a place by its time."""
        high = 1
        while not self._is_behind(high - 1, place):
            high *= 2
        return bisect_left(range(high), True, key=lambda number: self._is_behind(number, place))

    def _is_behind(self, number: int, place: RunPosition) -> bool:
        """Tell whether the first run that can be read from a number on is not before a place; none is not."""
        while read := self._runs.page(self._lookups, _NEAR, number):
            run = next((run for run in read if run is not None), None)
            if run is not None:
                ours = (run.recorded_at, self._tenant < place.tenant)
                return ours <= (place.recorded_at, False)
            number += len(read)
        return True

    def _place_of(self, place: RunPosition, begin: int, *, near: bool) -> int | None:
        """Return the number of a place's run; if it is to be near, it stands among those of its time."""
        while read := self._runs.page(self._lookups, _AT_ONCE, begin):
            for number, run in enumerate(read, begin):
                if run is not None and run.run_id == place.run_id:
                    return number
                if near and run is not None and run.recorded_at != place.recorded_at:
                    return None
            begin += len(read)
        return None
