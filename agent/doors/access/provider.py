"""Asking an identity provider: its configuration, and documents that it serves."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import httpx2

_TIMEOUT_SECONDS = 5.0
#: A provider that sends a byte now and then ends no wait for the next one: its whole answer has to be there in time.
_WHOLE_SECONDS = 10.0
#: What a provider answers has a few kilobytes.
_MOST_BYTES = 512 * 1024


@asynccontextmanager
async def asking() -> AsyncIterator["httpx2.AsyncClient"]:
    """Give what asks a provider; nobody is followed elsewhere."""
    import httpx2

    headers = {"accept": "application/json", "accept-encoding": "identity"}
    async with httpx2.AsyncClient(timeout=_TIMEOUT_SECONDS, follow_redirects=False, headers=headers) as client:
        yield client


async def configuration(client: "httpx2.AsyncClient", issuer: str) -> dict[str, Any]:
    """Return an issuer's configuration (OpenID Connect Discovery 1.0, 4), which has to be the issuer's own.

    Args:
        client: asks.
        issuer: its address.

    Raises:
        HTTPError, OSError, KeyError, TypeError, ValueError: it cannot be had, or is another issuer's.
    """
    told = await json_at(client, "GET", issuer.rstrip("/") + "/.well-known/openid-configuration")
    if told["issuer"] != issuer:
        raise ValueError("the configuration is another issuer's")
    return told


async def json_at(
    client: "httpx2.AsyncClient", method: str, address: str, form: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Return the object that is at an address.

    Args:
        client: asks.
        method: GET or POST.
        address: the address.
        form: what is sent as a form.

    Raises:
        HTTPError, OSError, TypeError, ValueError: it cannot be had, is too large or no object.
    """
    async with asyncio.timeout(_WHOLE_SECONDS):
        content = await _content(client, method, address, form)
    try:
        found = json.loads(content)
    except RecursionError:
        raise ValueError("the answer is nested too deep") from None
    if not isinstance(found, dict):
        raise TypeError("the answer is no object")
    return found


async def _content(client: "httpx2.AsyncClient", method: str, address: str, form: Mapping[str, str] | None) -> bytes:
    content = b""
    async with client.stream(method, address, data=form) as response:
        response.raise_for_status()
        if response.status_code != 200:
            raise ValueError("the answer is no document")
        async for piece in response.aiter_raw():
            content += piece
            if len(content) > _MOST_BYTES:
                raise ValueError("the answer is too large")
    return content


def served_by(issuer: str, address: object) -> str:
    """Return an address of an issuer's configuration: over TLS, or on this machine where the issuer is.

    Raises:
        ValueError: it is another one.
    """
    local = ("http://127.0.0.1:", "http://localhost:", "http://[::1]:")
    allowed = ("https://", *(local if issuer.startswith(local) else ()))
    if not isinstance(address, str) or not address.startswith(allowed):
        raise ValueError("the address is not over TLS")
    return address
