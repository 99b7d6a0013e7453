"""What a model may do that calls functions by itself: nothing with data of its own, and nothing without end.

The kernel runs these filters only where a model's call is invoked at once. An exception in one ends the model's
turn; one in a function would become text for the model, which then goes on. So here is where loops end, and the gate
(``agent.execution.filters.gate``), which looks at every invocation, is where nothing passes.
"""

from collections.abc import Awaitable, Callable

from semantic_kernel.contents import FunctionCallContent
from semantic_kernel.filters import AutoFunctionInvocationContext

from foundation.model.errors import GateError, Problem

#: A whole plan has fewer steps.
MOST_CALLS = 40


class AutoInvocations:
    """Guards functions that a model calls itself, for as long as the kernel lives.

    Args:
        most_calls: most calls of one conversation.
    """

    def __init__(self, most_calls: int = MOST_CALLS) -> None:
        self._most_calls = most_calls

    async def filter(
        self,
        context: AutoFunctionInvocationContext,
        next: Callable[[AutoFunctionInvocationContext], Awaitable[None]],
    ) -> None:
        """Refuse data of a model, and end a conversation that does not end itself.

        Raises:
            GateError: the model handed data to a step, or called without end.
        """
        calls = _calls(context)
        if calls > self._most_calls:
            raise _refused(f"the model called functions {calls} times; the limit is {self._most_calls}")
        call = context.function_call_content
        if call is None or call.to_kernel_arguments():
            raise _refused(f"the model handed data to {context.function.fully_qualified_name}")
        await next(context)


def _calls(context: AutoFunctionInvocationContext) -> int:
    history = context.chat_history
    items = [item for message in history.messages for item in message.items] if history is not None else []
    return sum(isinstance(item, FunctionCallContent) for item in items)


def _refused(message: str) -> GateError:
    remedy = "Let the engine run a plan; a model chooses its steps and nothing else."
    return GateError(Problem(code="model-call-refused", message=message, remedy=remedy))
