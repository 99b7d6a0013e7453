"""A model that gives vectors of texts: guarded, kept within the run's budget, retried and traced, as chats are."""

import asyncio
import math
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from foundation.language_model.budget import Budget
from foundation.language_model.failures import translated
from foundation.language_model.guard import CallGuard
from foundation.language_model.retry import CallRetry
from foundation.language_model.spans import embeddings_span
from foundation.model.conversation import ModelIdentity, TokenUsage

#: So many texts are sent in one call.
TEXTS_A_CALL = 32
#: English text has about four bytes a token; three errs on the safe side.
_BYTES_PER_TOKEN = 3

Vector = list[float]


@dataclass(frozen=True)
class EmbeddingModel:
    """Gives vectors of texts.

    Attributes:
        connect: returns a client of the endpoint's library; a client belongs to one event loop.
        identity: the model behind it.
        priced_as: its name in the price table.
        guard: decides whether it may be called at all.
        budget: what the run may spend.
        retry: when a failed call is made again.
        deadline: seconds until an attempt is given up.
    """

    connect: Callable[[], Any]
    identity: ModelIdentity
    priced_as: str
    guard: CallGuard
    budget: Budget
    retry: CallRetry
    deadline: float

    @property
    def name(self) -> str:
        """What tells its vectors from those of others."""
        return f"{self.identity.base_url} {self.identity.model}"

    def embed(self, texts: Sequence[str]) -> list[Vector]:
        """Return a vector of each text, all of one length.

        Args:
            texts: the texts; none of them empty.

        Raises:
            ModelCallsDisabledError: it must not be called.
            BudgetExceededError: the budget does not hold the call.
            ModelUnavailableError: it cannot be reached, or its answer is none.
            ModelRejectedError: it refuses.
        """
        with closing(asyncio.new_event_loop()) as loop:
            return loop.run_until_complete(self._embedded(texts))

    async def _embedded(self, texts: Sequence[str]) -> list[Vector]:
        self.guard.require(self.identity.base_url)
        client, vectors = self.connect(), list[Vector]()
        async with client:
            for start in range(0, len(texts), TEXTS_A_CALL):
                batch = list(texts[start : start + TEXTS_A_CALL])
                vectors += await self.retry.run(lambda batch=batch: self._attempt(client, batch))  # type: ignore[misc]
        return vectors

    async def _attempt(self, client: Any, texts: list[str]) -> list[Vector]:
        """Make one call, if the guard and the budget let it through."""
        self.guard.require(self.identity.base_url)
        size = sum(len(text.encode("utf-8", "surrogatepass")) for text in texts)
        estimate = TokenUsage(input_tokens=-(-size // _BYTES_PER_TOKEN))
        self.budget.reserve(self.priced_as, estimate)
        with embeddings_span(self.identity), translated():
            async with asyncio.timeout(self.deadline):
                answer = await client.embeddings.create(model=self.identity.model, input=texts, encoding_format="float")
            vectors = _vectors(answer, len(texts))
        used = getattr(answer.usage, "prompt_tokens", None)
        self.budget.settle(self.priced_as, TokenUsage(input_tokens=used) if used else estimate)
        return vectors


def _vectors(answer: Any, number: int) -> list[Vector]:
    """Return the vectors of an answer in the order of the texts.

    Raises:
        ValueError: they are not what was asked for.
    """
    found = {entry.index: [float(value) for value in entry.embedding] for entry in answer.data}
    vectors = [found.get(index, []) for index in range(number)]
    if not vectors[0] or len({len(vector) for vector in vectors}) > 1:
        raise ValueError("it has not a vector for each text")
    if not all(math.isfinite(value) for vector in vectors for value in vector):
        raise ValueError("a vector has something that is no number")
    return vectors
