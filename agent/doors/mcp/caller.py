"""Whoever asked something, while they wait: they hear of steps and events, and can be asked in turn."""

from typing import Any

from anyio import fail_after
from mcp.server.lowlevel.server import request_ctx
from mcp.server.session import ServerSession
from mcp.shared.context import RequestContext
from mcp.shared.exceptions import McpError

from agent.doors.desk import Progress
from agent.doors.local_user import local_user
from agent.doors.mcp.log_levels import wanted
from foundation.model.access import Principal, local_principal
from foundation.model.run.step import Step

#: What logs of lifecycle events are called, and how bad the events are that are not just news.
_LOGGER = "lifecycle"
_LEVELS = {"InfrastructureGenerationFailed": "error"}


class Caller:
    """Whoever sent a request.

    Args:
        context: the SDK's context of the request.
        waits: whether they wait for the answer; who has begun a task does not, and cannot be asked.
    """

    def __init__(self, context: RequestContext[ServerSession, Any, Any], *, waits: bool = True) -> None:
        self._session, self._meta = context.session, context.meta
        self._request = context.request_id if waits else None
        self._http = context.request
        self._told = 0.0

    @property
    def principal(self) -> Principal | None:
        """Who it is; over standard input and output the user of this machine."""
        return local_principal(local_user()) if self._http is None else self._state.get("principal")

    def note(self, name: str, reason: object) -> None:
        """Have it written down that they do something.

        Args:
            name: what they do.
            reason: why, if they say so.
        """
        if (action := self._state.get("action")) is not None:
            action.name, action.recorded, action.reason = name, True, str(reason or "")

    def note_outcome(self, target: str, code: str) -> None:
        """Have it written down what became of it.

        Args:
            target: what it was about.
            code: code of what refused it; empty, if nothing did.
        """
        if (action := self._state.get("action")) is not None:
            action.target, action.code = target, code

    @property
    def _state(self) -> dict[str, Any]:
        state: dict[str, Any] = self._http.scope.get("state", {}) if self._http is not None else {}
        return state

    @property
    def traceparent(self) -> str | None:
        """The trace that the request belongs to, as the client says in its ``_meta``."""
        said = (self._meta.model_extra or {}).get("traceparent") if self._meta is not None else None
        return said if isinstance(said, str) else None

    @property
    def _related(self) -> str | None:
        return str(self._request) if self._request is not None else None

    def listener(self) -> Progress | None:
        """Return what hears of steps, if the client wants to; progress rises over all that is done for the request."""
        token = self._meta.progressToken if self._meta is not None else None
        if token is None:
            return None
        before = self._told

        async def listen(step: Step) -> None:
            self._told = before + step.number
            total = before + step.total
            await self._session.send_progress_notification(token, self._told, total, step.name, self._related)

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
        """Whether the client can ask its user something by a form; without a word of how it asks, that is how."""
        params = self._session.client_params
        said = params.capabilities.elicitation if params is not None else None
        return self._request is not None and said is not None and (said.form is not None or said.url is None)

    async def ask(self, message: str, schema: dict[str, Any], seconds: float) -> dict[str, Any]:
        """Ask the client's user.

        Args:
            message: what for.
            schema: what the answer is like.
            seconds: how long they may take.

        Returns:
            The answer; empty, if they do not want to answer, do not in time, or their client cannot.
        """
        try:
            with fail_after(seconds):
                said = await self._session.elicit_form(message, schema, self._request)
        except (McpError, ValueError, TimeoutError):  # what came back is no answer, whatever it is
            return {}
        return dict(said.content or {}) if said.action == "accept" else {}


def principal() -> Principal | None:
    """Return who sent the request that is being answered, if that is known."""
    return Caller(request_ctx.get()).principal
