"""The same request once: what was answered under a key is answered again, and nothing is done twice.

Keys are forgotten when the server ends, or others take their room; a generation that is asked for again then finds
that nothing has changed.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from fastapi import Request, Response

from foundation.model.errors import InputError, Problem

HEADER = "Idempotency-Key"
_MOST_KEPT = 1_000
_MOST_BYTES = 64 * 1024 * 1024


@dataclass
class _Kept:
    """A request, and its answer when there is one."""

    request: str
    answer: Response | None = None

    @property
    def size(self) -> int:
        return len(self.answer.body) if self.answer is not None else 0


class Idempotency:
    """Answers by their keys, those of each caller apart."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, str], _Kept] = OrderedDict()

    async def once(
        self, request: Request, owner: str, body: bytes, make: Callable[[], Awaitable[Response]]
    ) -> Response:
        """Return the answer of a request, made now or before.

        Args:
            request: the request; without a key it is answered anew each time.
            owner: who asks.
            body: its body.
            make: answers it.

        Raises:
            InputError: the key belongs to another request, or the first one with it is not answered yet.
        """
        key = request.headers.get(HEADER)
        if key is None:
            return await make()
        name, asked = (owner, key), _digest(request, body)
        known = self._kept.get(name)
        if known is not None:
            return _again(known, asked)
        kept = self._kept[name] = _Kept(asked)
        try:
            answer = await make()
        except BaseException:
            del self._kept[name]
            raise
        if _is_final(answer):
            kept.answer = answer
        else:
            del self._kept[name]
        self._make_room()
        return answer

    def _make_room(self) -> None:
        size = sum(kept.size for kept in self._kept.values())
        for name in [name for name, kept in self._kept.items() if kept.answer is not None]:
            if len(self._kept) <= _MOST_KEPT and size <= _MOST_BYTES:
                return
            size -= self._kept.pop(name).size


def _is_final(answer: Response) -> bool:
    """Tell whether the same request would be answered the same; what may yet succeed is tried anew."""
    return answer.status_code < 500 and answer.status_code not in (408, 429)


def _digest(request: Request, body: bytes) -> str:
    said = (request.method, request.url.path, request.url.query, request.headers.get("content-type", ""))
    return hashlib.sha256("\n".join(said).encode() + b"\0" + body).hexdigest()


def _again(known: _Kept, asked: str) -> Response:
    if known.request != asked:
        raise _refused("idempotency-key-reused", "this key belongs to another request", "Use a new key for a new one.")
    if known.answer is None:
        raise _refused(
            "idempotency-busy", "the first request with this key is not answered yet", "Wait for its answer."
        )
    answer = known.answer
    # Its length is written anew, and the id of the request is that of this one.
    headers = {name: value for name, value in answer.headers.items() if name != "content-length"}
    return Response(answer.body, answer.status_code, headers)


def _refused(code: str, message: str, remedy: str) -> InputError:
    return InputError(Problem(code=code, message=message, remedy=remedy, file="header", path=HEADER))
