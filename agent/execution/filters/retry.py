"""Trying a step again, as the retry policy says; waiting is injected, so that tests need not wait."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, stop_after_attempt, wait_exponential, wait_fixed
from tenacity.wait import wait_base

from foundation.model.errors import AgentError, TemporaryError
from foundation.model.policy.retry import RetryPolicy

Result = TypeVar("Result")
Sleep = Callable[[float], Awaitable[None]]
#: Does something about a failure that did not go away; tells whether the step should be tried once more.
LastResort = Callable[[AgentError], bool]


def nothing_left(error: AgentError) -> bool:
    """The last resort of those who have none."""
    return False


class Retrier:
    """Runs steps, and counts how often the one that was tried most often was.

    Args:
        policy: what is tried again.
        sleep: waits for some seconds.
        last_resort: asked when trying again did not help; it must come to an end itself.
    """

    def __init__(
        self, policy: RetryPolicy, sleep: Sleep = asyncio.sleep, last_resort: LastResort = nothing_left
    ) -> None:
        self.policy = policy
        self._sleep = sleep
        self._last_resort = last_resort
        self.attempts = 1

    async def call(self, step: Callable[[], Awaitable[Result]]) -> Result:
        """Run a step until it succeeds, fails for good, or was tried often enough and there is no last resort.

        Raises:
            Exception: what the last attempt raised.
        """
        while True:
            try:
                return await self._tried(step)
            except TemporaryError as error:
                if not self._last_resort(error):
                    raise

    async def _tried(self, step: Callable[[], Awaitable[Result]]) -> Result:
        attempts = AsyncRetrying(
            stop=stop_after_attempt(self.policy.max_attempts),
            wait=self._wait(),
            retry=retry_if_exception(self._is_retryable),
            sleep=self._sleep,
            before=self._count,
            reraise=True,
        )
        return await attempts(step)

    def _count(self, state: RetryCallState) -> None:
        self.attempts = max(self.attempts, state.attempt_number)

    def _wait(self) -> wait_base:
        policy = self.policy
        if policy.backoff_strategy == "fixed":
            return wait_fixed(policy.initial_delay_seconds)
        return wait_exponential(multiplier=policy.initial_delay_seconds, max=policy.max_delay_seconds)

    def _is_retryable(self, error: BaseException) -> bool:
        """The type says whether it can go away, the policy whether it is worth it."""
        return isinstance(error, TemporaryError) and self.policy.retries(error.failure)
