"""The same request once: what was answered under a key is answered again, and nothing is done twice.

Keys are in memory, so that every server knows them, and the next one too. If a server is lost at its work, the same
request is done anew: a generation then finds that nothing has changed.
"""

import hashlib
from collections.abc import Awaitable, Callable

from anyio import CancelScope
from fastapi import Request, Response

from agent.doors.http.in_pieces import InPieces
from agent.doors.http.kept import Kept
from agent.use_cases.answers.book import AnswerRecord
from foundation.model.access import Principal
from foundation.model.errors import InputError, Problem

HEADER = "Idempotency-Key"


class Idempotency:
    """Answers by their keys, those of each caller apart.

    Args:
        kept: where they are kept.
    """

    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    async def once(
        self, request: Request, who: Principal, body: bytes, make: Callable[[], Awaitable[Response]]
    ) -> Response:
        """Return the answer of a request, made now or before.

        Args:
            request: the request; without a key it is answered anew each time.
            who: who asks.
            body: its body.
            make: answers it.

        Raises:
            InputError: the key belongs to another request, or the first one with it is not answered yet.
            OutsideError: memory cannot be used.
        """
        key = request.headers.get(HEADER)
        if key is None:
            return await make()
        asked = _digest(request, body)
        begun, is_new = await self._kept.begin(who, f"key {key}", asked)
        if not is_new:
            return _again(begun, asked)
        ended: AnswerRecord | None = None
        try:
            answer = await make()
            if _is_final(answer):
                ended = _record(begun, answer)
        finally:
            with CancelScope(shield=True):
                await self._kept.end(who, ended, begun)
        return answer


def _is_final(answer: Response) -> bool:
    """Tell whether the same request would be answered the same; what may yet succeed is tried anew."""
    return answer.status_code < 500 and answer.status_code not in (408, 429)


def _digest(request: Request, body: bytes) -> str:
    said = (request.method, request.url.path, request.url.query, request.headers.get("content-type", ""))
    return hashlib.sha256("\n".join(said).encode() + b"\0" + body).hexdigest()


def _record(begun: AnswerRecord, answer: Response) -> AnswerRecord:
    # Its length is written anew, and the id of the request is that of the one that asks again.
    headers = {name: value for name, value in answer.headers.items() if name != "content-length"}
    there = {"state": "there", "status": answer.status_code, "headers": headers, "content": bytes(answer.body).decode()}
    return begun.model_copy(update=there)


def _again(known: AnswerRecord, asked: str) -> Response:
    if known.request != asked:
        raise _refused("idempotency-key-reused", "this key belongs to another request", "Use a new key for a new one.")
    if known.state == "begun":
        raise _refused(
            "idempotency-busy", "the first request with this key is not answered yet", "Wait for its answer."
        )
    return InPieces(known.content, known.status, known.headers)


def _refused(code: str, message: str, remedy: str) -> InputError:
    return InputError(Problem(code=code, message=message, remedy=remedy, file="header", path=HEADER))
