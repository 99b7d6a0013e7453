"""Whoever asked something, while they wait: they hear of steps and events, and can be asked in turn."""

from typing import Any

from mcp.server.session import ServerSession
from mcp.shared.context import RequestContext
from mcp.types import ClientCapabilities, ElicitationCapability

from agent.doors.desk import Progress
from agent.doors.mcp.log_levels import wanted
from foundation.model.run.step import Step

#: What logs of lifecycle events are called, and how bad the events are that are not just news.
_LOGGER = "lifecycle"
_LEVELS = {"InfrastructureGenerationFailed": "error"}


class Caller:
    """Whoever sent a request.

    Args:
        context: the SDK's context of the request.
    """

    def __init__(self, context: RequestContext[ServerSession, Any, Any]) -> None:
        self._session, self._request, self._meta = context.session, context.request_id, context.meta
        self._told = 0.0

    @property
    def traceparent(self) -> str | None:
        """The trace that the request belongs to, as the client says in its ``_meta``."""
        said = (self._meta.model_extra or {}).get("traceparent") if self._meta is not None else None
        return said if isinstance(said, str) else None

    def listener(self) -> Progress | None:
        """Return what hears of steps, if the client wants to; progress rises over all that is done for the request."""
        token = self._meta.progressToken if self._meta is not None else None
        if token is None:
            return None
        before = self._told

        async def listen(step: Step) -> None:
            self._told = before + step.number
            total = before + step.total
            await self._session.send_progress_notification(token, self._told, total, step.name, str(self._request))

        return listen

    async def announce(self, events: list[dict[str, Any]]) -> None:
        """Tell of lifecycle events.

        Args:
            events: their payloads.
        """
        for event in events:
            level = _LEVELS.get(event.get("event", ""), "info")
            if wanted(self._session, level):
                await self._session.send_log_message(level, event, _LOGGER, self._request)  # type: ignore[arg-type]

    @property
    def can_be_asked(self) -> bool:
        """Whether the client can ask its user something."""
        return self._session.check_client_capability(ClientCapabilities(elicitation=ElicitationCapability()))

    async def ask(self, message: str, schema: dict[str, Any]) -> dict[str, Any]:
        """Ask the client's user.

        Args:
            message: what for.
            schema: what the answer is like.

        Returns:
            The answer; empty, if they do not want to answer.
        """
        said = await self._session.elicit_form(message, schema, self._request)
        return dict(said.content or {}) if said.action == "accept" else {}
