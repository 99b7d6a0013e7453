"""Letting whoever watches a run see its steps; the filter is only there if somebody watches."""

from collections.abc import Awaitable, Callable

from semantic_kernel.filters import FunctionInvocationContext

from agent.telemetry.observing import current_observation


async def observed_step(
    context: FunctionInvocationContext, next: Callable[[FunctionInvocationContext], Awaitable[None]]
) -> None:
    """Show an attempt at a step; stands inside what tries again, so that each of them is seen.

    Args:
        context: the invocation.
        next: the step, and what surrounds it more closely.
    """
    observation = current_observation()
    if observation is None:
        await next(context)
        return
    with observation.step(f"{context.function.plugin_name}.{context.function.name}"):
        await next(context)
