"""Trying again what may pass: exponential backoff with jitter, or as long as the endpoint asks for."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeVar

from foundation.language_model.errors import ModelUnavailableError

Result = TypeVar("Result")


@dataclass(frozen=True)
class RetryPolicy:
    """How often and when a call is tried again.

    Attributes:
        retries: further attempts after the first.
        first_delay: seconds before the second attempt; each further one waits twice as long.
        longest_delay: most seconds to wait; an endpoint that asks for more is given up.
        sleep: waits for some seconds.
        jitter: returns a share from 0 to 1, so that clients do not come back all at once.
    """

    retries: int = 3
    first_delay: float = 0.5
    longest_delay: float = 30.0
    sleep: Callable[[float], Awaitable[None]] = field(default=asyncio.sleep)
    jitter: Callable[[], float] = field(default=random.random)

    async def run(self, attempt: Callable[[], Awaitable[Result]]) -> Result:
        """Make attempts until one succeeds.

        Raises:
            ModelUnavailableError: the last attempt's failure.
        """
        tried = 0
        while True:
            try:
                return await attempt()
            except ModelUnavailableError as error:
                delay = self.delay(error.retry_after, tried)
                if delay is None:
                    raise
            tried += 1
            await self.sleep(delay)

    def delay(self, retry_after: float | None, tried: int) -> float | None:
        """Return the seconds to wait before the next attempt; ``None`` gives up.

        Args:
            retry_after: seconds that the endpoint asks to wait.
            tried: attempts that were repeated already.
        """
        if tried >= self.retries:
            return None
        if retry_after is not None:
            return retry_after if retry_after <= self.longest_delay else None
        delay = min(self.first_delay * float(2**tried), self.longest_delay)
        return delay * (0.5 + self.jitter() / 2)
