"""A bound on how much of an endpoint's answer is read; loaded only where an endpoint is called."""

from collections.abc import AsyncIterator

import httpx2

from foundation.language_model.errors import ModelRejectedError
from foundation.model.errors import Problem

#: The longest answers of models have some hundred kilobytes.
MOST_BYTES = 8 * 1024 * 1024
#: Compressed answers could unfold to any size, so none are asked for.
HEADERS = {"accept-encoding": "identity"}


async def bound(response: httpx2.Response) -> None:
    """Let a response be read only up to the bound; a hook of the client.

    Raises:
        ModelRejectedError: it is compressed.
    """
    if response.headers.get("content-encoding", "identity") != "identity":
        raise _refused("the endpoint sent a compressed answer that nobody asked for")
    response.stream = _Bounded(response.stream)


class _Bounded(httpx2.AsyncByteStream):
    """A stream that ends with an error where it has more than the bound."""

    def __init__(self, inner: object) -> None:
        if not isinstance(inner, httpx2.AsyncByteStream):
            raise TypeError("the client is asynchronous, and so are its streams")
        self._inner = inner

    async def __aiter__(self) -> AsyncIterator[bytes]:
        read = 0
        async for piece in self._inner:
            read += len(piece)
            if read > MOST_BYTES:
                raise _refused(f"the endpoint's answer has more than {MOST_BYTES // 1024 // 1024} MB")
            yield piece

    async def aclose(self) -> None:
        await self._inner.aclose()


def _refused(message: str) -> ModelRejectedError:
    remedy = "Check that the endpoint speaks the chat completions API, and what stands between it and here."
    return ModelRejectedError(
        Problem(code="model-answer-refused", message=message, remedy=remedy, file="model"), "answer_refused"
    )
