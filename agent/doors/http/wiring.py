"""The use cases that routes call: each is wired when it is first asked for, and keeps its connections."""

from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Request

from agent.doors.http.callers import Caller
from agent.settings import Settings

Built = TypeVar("Built")
#: So many are kept: those of callers with other tenants are wired anew after that.
_MOST = 500


class Wiring:
    """Gives use cases by what wires them, in which memory has the caller's tenants alone; asked again, the same.

    Args:
        settings: the settings.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._built: dict[tuple[Any, ...], Any] = {}

    def __call__(self, build: Callable[[Settings], Built], caller: Caller | None = None) -> Built:
        """Return a use case.

        Args:
            build: wires it, such as ``build_list_runs``.
            caller: for whom; without one it touches nobody's memory.
        """
        visible = caller.visible if caller is not None else None
        name = (build, *([] if visible is None else visible), visible is None)
        if name not in self._built:
            if len(self._built) >= _MOST:
                self._built.clear()
            self._built[name] = build(self.settings.seen_by(visible))
        wired: Built = self._built[name]
        return wired


async def _wiring(request: Request) -> Wiring:
    wiring: Wiring = request.app.state.wiring
    return wiring


Wired = Annotated[Wiring, Depends(_wiring)]
