"""The engine: one loop that runs the steps of a plan through the kernel.

The context is the run's short-term memory: a dictionary of named values. Each function's
parameters are bound from it by name, and its result goes back under the name it declares.
"""

from typing import Any

from semantic_kernel import Kernel
from semantic_kernel.exceptions import KernelInvokeException
from semantic_kernel.functions import KernelArguments

from agent.execution.signatures import signatures_of
from agent.model.errors import AgentError
from agent.model.plan import Plan
from agent.planning.check import check_plan


class Engine:
    """Runs checked plans.

    Args:
        kernel: the kernel with all plugins.
    """

    def __init__(self, kernel: Kernel) -> None:
        self._kernel = kernel
        self.signatures = signatures_of(kernel)

    async def run(self, plan: Plan, context: dict[str, Any]) -> None:
        """Run a plan; results are added to the context as they come.

        Args:
            plan: the plan; it is checked first.
            context: named values; changed in place, so that a caller sees how far a run came.

        Raises:
            PlanError: the plan must not run.
            AgentError: a step failed; the exception is the step's own.
        """
        check_plan(plan, self.signatures)
        for step in plan.steps:
            await self.invoke(step, context)

    async def invoke(self, step: str, context: dict[str, Any]) -> None:
        """Invoke one step and keep its result.

        Raises:
            AgentError: the step failed; the exception is the step's own.
        """
        signature = self.signatures[step]
        names = [*signature.requires, *(name for name in signature.accepts if name in context)]
        arguments = KernelArguments(**{name: context[name] for name in names})
        plugin, _, function = step.partition(".")
        try:
            result = await self._kernel.invoke(plugin_name=plugin, function_name=function, arguments=arguments)
        except KernelInvokeException as error:
            raise _own_error(error) from error
        context[signature.produces] = result.value if result is not None else None


def _own_error(error: BaseException) -> BaseException:
    """Find the step's own exception under the kernel's wrapping."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, AgentError):
            return cause
        innermost, cause = cause, cause.__cause__
    return innermost
