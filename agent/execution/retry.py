"""Trying a step again, as the retry policy says; waiting is injected, so that tests need not wait."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from tenacity import AsyncRetrying, retry_if_exception, stop_after_attempt, wait_exponential, wait_fixed
from tenacity.wait import wait_base

from agent.model.errors import TemporaryError
from agent.model.retry import RetryPolicy

Result = TypeVar("Result")
Sleep = Callable[[float], Awaitable[None]]


class Retrier:
    """Runs steps, and counts how often the one that was tried most often was.

    Args:
        policy: what is tried again.
        sleep: waits for some seconds.
    """

    def __init__(self, policy: RetryPolicy, sleep: Sleep = asyncio.sleep) -> None:
        self.policy = policy
        self._sleep = sleep
        self.attempts = 1

    async def call(self, step: Callable[[], Awaitable[Result]]) -> Result:
        """Run a step until it succeeds, fails for good, or was tried often enough.

        Raises:
            Exception: what the last attempt raised.
        """
        attempts = AsyncRetrying(
            stop=stop_after_attempt(self.policy.max_attempts),
            wait=self._wait(),
            retry=retry_if_exception(self._is_retryable),
            sleep=self._sleep,
            reraise=True,
        )
        async for attempt in attempts:
            with attempt:
                self.attempts = max(self.attempts, attempt.retry_state.attempt_number)
                return await step()
        raise RuntimeError("a step was never tried")

    def _wait(self) -> wait_base:
        policy = self.policy
        if policy.backoff_strategy == "fixed":
            return wait_fixed(policy.initial_delay_seconds)
        return wait_exponential(multiplier=policy.initial_delay_seconds, max=policy.max_delay_seconds)

    def _is_retryable(self, error: BaseException) -> bool:
        """The type says whether it can go away, the policy whether it is worth it."""
        return isinstance(error, TemporaryError) and self.policy.retries(error.failure)
