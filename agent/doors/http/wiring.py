"""The use cases that routes call: each is wired when it is first asked for, and keeps its connections."""

from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Request

from agent.settings import Settings

Built = TypeVar("Built")


class Wiring:
    """Gives use cases by what wires them; whoever asks again gets the same.

    Args:
        settings: the settings.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._built: dict[Callable[..., Any], Any] = {}

    def __call__(self, build: Callable[[Settings], Built]) -> Built:
        """Return a use case.

        Args:
            build: wires it, such as ``build_list_runs``.
        """
        if build not in self._built:
            self._built[build] = build(self.settings)
        wired: Built = self._built[build]
        return wired


def _wiring(request: Request) -> Wiring:
    wiring: Wiring = request.app.state.wiring
    return wiring


Wired = Annotated[Wiring, Depends(_wiring)]
