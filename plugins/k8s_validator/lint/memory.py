"""Which skeletons ``helm lint`` accepted in this process."""

from collections.abc import Callable
from typing import TypeVar

from foundation.model.run.request import Lint

Value = TypeVar("Value")
#: More skeletons, and more reports that somebody may still ask about, a process hardly has.
_MOST = 4096


class LintMemory:
    """Remembers what helm lint accepted; what it refused is linted again each time.

    Args:
        always: whether helm lint is to look at each chart all the same, so that nothing is remembered.
    """

    def __init__(self, always: bool = False) -> None:
        self.always = always
        self._accepted: dict[str, None] = {}
        self._waiting: list[Callable[[], str | None]] = []
        self._done: dict[str, Lint] = {}

    @property
    def is_empty(self) -> bool:
        """Whether helm lint accepted nothing yet, so that it has to look at whatever comes."""
        return self.always or not (self._accepted or self._waiting)

    def distrust(self) -> None:
        """Remember nothing from now on: a chart rendered to something else the second time."""
        self.always = True
        self._accepted.clear()
        self._waiting.clear()

    def accepts(self, skeleton: str) -> bool:
        """Tell whether helm lint accepted a chart of this skeleton."""
        while self._waiting:
            first = self._waiting.pop()()
            if first is not None:
                self.keep(first)
        return skeleton in self._accepted

    def keep(self, skeleton: str) -> None:
        """Remember that helm lint accepted a chart of this skeleton."""
        _put(self._accepted, skeleton, None)

    def keep_first(self, skeleton: Callable[[], str | None]) -> None:
        """Remember that helm lint accepted the first chart; most processes see no other, and need not know more.

        Args:
            skeleton: tells its skeleton, if it has one that others can share.
        """
        if not self.always:
            self._waiting.append(skeleton)

    def note(self, digest: str, what: Lint) -> None:
        """Note what was done for the files of a digest."""
        _put(self._done, digest, what)

    def done_for(self, digest: str) -> Lint | None:
        """Return what was done for the files of a digest; ``None`` if nothing was."""
        return self._done.get(digest)


def _put(held: dict[str, Value], key: str, value: Value) -> None:
    held[key] = value
    while len(held) > _MOST:
        del held[next(iter(held))]
