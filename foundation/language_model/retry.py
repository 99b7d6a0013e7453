"""Trying again what may pass: exponential backoff with jitter, or as long as the endpoint asks for."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeVar

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, stop_after_attempt

from foundation.language_model.errors import ModelUnavailableError

Result = TypeVar("Result")


@dataclass(frozen=True)
class CallRetry:
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
        attempts = AsyncRetrying(
            stop=stop_after_attempt(self.retries + 1),
            wait=self._delay,
            retry=retry_if_exception(self._may_pass),
            sleep=self.sleep,
            reraise=True,
        )

        # A lambda that returns an awaitable is no coroutine function, which is what tenacity looks for.
        async def call() -> Result:
            return await attempt()

        return await attempts(call)

    def _may_pass(self, error: BaseException) -> bool:
        """Tell whether a failure may go away, and before anybody's patience is over."""
        return isinstance(error, ModelUnavailableError) and (error.retry_after or 0) <= self.longest_delay

    def _delay(self, state: RetryCallState) -> float:
        """Return the seconds to wait before the next attempt: what the endpoint asks for, else the backoff."""
        error = state.outcome.exception() if state.outcome is not None else None
        if isinstance(error, ModelUnavailableError) and error.retry_after is not None:
            return error.retry_after
        delay = min(self.first_delay * float(2 ** (state.attempt_number - 1)), self.longest_delay)
        return delay * (0.5 + self.jitter() / 2)
