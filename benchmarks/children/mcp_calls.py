"""Has eight MCP clients generate at once: ``... benchmarks.children.mcp_calls ADDRESS BUNDLE``.

All of them are in this process, so that a call's time has the client's own in it.
"""

import asyncio
import json
import sys
import time
from pathlib import Path

from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client
from mcp.types import CallToolRequest, CallToolRequestParams, CallToolResult, ClientRequest

from benchmarks.children.serving import CLIENTS, WARM_UP

#: Of each client.
_CALLS = 25


def main(address: str, bundle: str) -> None:
    """Print the seconds of each call."""
    walls = asyncio.run(_asked(f"{address}/mcp", Path(bundle).read_text(encoding="utf-8")))
    print(json.dumps(walls))


async def _asked(address: str, bundle: str) -> list[float]:
    walls = await asyncio.gather(*(_client(address, bundle, place) for place in range(CLIENTS)))
    return [wall for of_client in walls for wall in of_client[WARM_UP:]]


async def _client(address: str, bundle: str, place: int) -> list[float]:
    """Open a session and call; return the seconds of each call."""
    arguments = {"bundle": bundle, "output": f"bench/mcp-{place}", "force": True}
    call = CallToolRequest(params=CallToolRequestParams(name="generate_infrastructure", arguments=arguments))
    async with streamable_http_client(address) as (reading, writing, _), ClientSession(reading, writing) as session:
        await session.initialize()
        return [await _wall(session, call) for _ in range(WARM_UP + _CALLS)]


async def _wall(session: ClientSession, call: CallToolRequest) -> float:
    started = time.perf_counter()
    # The session's own call_tool holds each answer against the tool's schema: that takes most of a client's time.
    answer = await session.send_request(ClientRequest(call), CallToolResult)
    assert not answer.isError, str(answer.content)[:500]
    return time.perf_counter() - started


if __name__ == "__main__":
    main(*sys.argv[1:])
