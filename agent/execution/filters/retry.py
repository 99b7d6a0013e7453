"""Trying a step again, as the retry policy says; waiting is injected, so that tests need not wait."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

from foundation.model.errors import AgentError, TemporaryError
from foundation.model.policy.retry import RetryPolicy

if TYPE_CHECKING:
    from tenacity import AsyncRetrying
    from tenacity.wait import wait_base

Context = TypeVar("Context")
Result = TypeVar("Result")
Sleep = Callable[[float], Awaitable[None]]
#: Does something about a failure that did not go away; tells whether the step should be tried once more.
LastResort = Callable[[AgentError], bool]


class Retries:
    """Tries again what may go away by itself.

    Args:
        policy: returns what is tried again; it may change from one step to the next.
        sleep: waits for some seconds; the event loop's own by default.
        last_resort: asked when trying again did not help; it must come to an end itself.
    """

    def __init__(
        self,
        policy: Callable[[], RetryPolicy] = RetryPolicy,
        sleep: Sleep | None = None,
        last_resort: LastResort = lambda _: False,
    ) -> None:
        self._policy = policy
        self._sleep = sleep or asyncio.sleep
        self._last_resort = last_resort

    async def filter(self, context: Context, next: Callable[[Context], Awaitable[Result]]) -> Result:
        """Do what comes next until it succeeds, fails for good, or was tried often enough and there is no last resort.

        A filter of the kernel for every function; what is no function, such as planning, is tried in the same way.

        Args:
            context: what ``next`` takes.
            next: what is tried.

        Raises:
            Exception: what the last attempt raised.
        """
        while True:
            try:
                return await next(context)
            except TemporaryError as error:
                first = error
            try:
                return await _attempts(self._policy(), self._sleep)(_after(first, next), context)
            except TemporaryError as error:
                if not self._last_resort(error):
                    raise


def _after(
    first: TemporaryError, next: Callable[[Context], Awaitable[Result]]
) -> Callable[[Context], Awaitable[Result]]:
    """Return what fails at first as it has failed already: hardly any step does, so nothing is set up before."""
    failed = [first]

    async def attempt(context: Context) -> Result:
        if failed:
            raise failed.pop()
        return await next(context)

    return attempt


def _attempts(policy: RetryPolicy, sleep: Sleep) -> "AsyncRetrying":
    # Imported here: hardly any step fails.
    from tenacity import AsyncRetrying, retry_if_exception, stop_after_attempt

    def is_retryable(error: BaseException) -> bool:
        """The type says whether it can go away, the policy whether it is worth it."""
        return isinstance(error, TemporaryError) and policy.retries(error.failure)

    return AsyncRetrying(
        stop=stop_after_attempt(policy.max_attempts),
        wait=_wait(policy),
        retry=retry_if_exception(is_retryable),
        sleep=sleep,
        reraise=True,
    )


def _wait(policy: RetryPolicy) -> "wait_base":
    from tenacity import wait_exponential, wait_fixed

    if policy.backoff_strategy == "fixed":
        return wait_fixed(policy.initial_delay_seconds)
    return wait_exponential(multiplier=policy.initial_delay_seconds, max=policy.max_delay_seconds)
