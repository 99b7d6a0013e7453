"""The route of a page: what goes wrong is told on a page, too."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute

from agent.doors.http.mistakes import status_of
from agent.doors.http.problems import wrong_parameters
from agent.doors.pages.rendering import problems_page
from foundation.model.errors import AgentError


class PageRoute(APIRoute):
    """Answers errors with a page that lists every mistake with the way to mend it."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """See the base class."""
        handle = super().get_route_handler()

        async def handled(request: Request) -> Response:
            try:
                return await handle(request)
            except AgentError as error:
                return _told(request, error)
            except RequestValidationError as error:
                return _told(request, wrong_parameters(error))

        return handled


def _told(request: Request, error: AgentError) -> Response:
    return problems_page(request, status_of(error), error.problems)
