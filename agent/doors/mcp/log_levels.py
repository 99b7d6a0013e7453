"""How much of the log each client wants to hear."""

from typing import get_args
from weakref import WeakKeyDictionary

from mcp.server.lowlevel.server import request_ctx
from mcp.server.session import ServerSession
from mcp.types import EmptyResult, LoggingLevel, ServerResult, SetLevelRequest

#: From the least to the most severe.
_LEVELS: tuple[str, ...] = get_args(LoggingLevel)
_UNLESS_SAID = "info"
_wanted: WeakKeyDictionary[ServerSession, str] = WeakKeyDictionary()


async def set_level(request: SetLevelRequest) -> ServerResult:
    """Answer ``logging/setLevel``; it holds for the client that says so."""
    _wanted[request_ctx.get().session] = request.params.level
    return ServerResult(EmptyResult())


def wanted(session: ServerSession, level: str) -> bool:
    """Tell whether a client wants messages of a level.

    Args:
        session: the client's session.
        level: the level.
    """
    return _LEVELS.index(level) >= _LEVELS.index(_wanted.get(session, _UNLESS_SAID))
