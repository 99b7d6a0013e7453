"""The engine: one loop that runs the steps of a plan through the kernel.

The context is the run's short-term memory: a dictionary of named values. Each function's
parameters are bound from it by name, and its result goes back under the name it declares.
What surrounds a step (trying again, the gate) are filters of the kernel, side by side; the engine knows none of them.
"""

from collections.abc import Callable, Mapping
from itertools import takewhile
from typing import Any

from semantic_kernel import Kernel
from semantic_kernel.exceptions import KernelInvokeException
from semantic_kernel.functions import KernelArguments

from agent.execution.caller import current_caller
from agent.execution.signatures import signatures_of
from agent.planning.check import check_plan
from agent.planning.context_names import is_known, parameter_name, value_of
from agent.planning.recipes.recipe import Recipe
from foundation.model.errors import AgentError, InputError, TraceMissingError
from foundation.model.run.plan import Plan, PlanDescription, PlannedStep, StepSignature


class Engine:
    """Runs checked plans.

    Args:
        kernel: the kernel with all plugins that most runs need.
        further: makes other plugins, by name; each is made when a plan first names one of its steps.
    """

    def __init__(self, kernel: Kernel, further: Mapping[str, Callable[[], Any]] | None = None) -> None:
        self._kernel = kernel
        self._further = dict(further or {})
        self.signatures = signatures_of(kernel)

    @property
    def kernel(self) -> Kernel:
        """The kernel, for planners that offer its functions to a model."""
        return self._kernel

    def equip(self, plan: Plan) -> None:
        """Make the plugins that a plan needs and that are not there yet."""
        for name in {step.partition(".")[0] for step in plan.steps} & self._further.keys():
            self._kernel.add_plugin(self._further.pop(name)(), plugin_name=name)
            self.signatures = signatures_of(self._kernel)

    async def run(self, plan: Plan, recipe: Recipe, context: dict[str, Any], start: str | None = None) -> None:
        """Run a plan; results are added to the context as they come.

        Wrong input does not end the run at once: the steps that settle what is to be built still
        run where they can, so that every mistake is reported together. Nothing is built after one.

        Args:
            plan: the plan; it is checked first.
            recipe: the kind of run that it is for.
            context: named values; changed in place, so that a caller sees how far a run came.
            start: the step to go on from, when the ones before it have run; what came of it and of those after it
                is forgotten. Without one the whole plan is run.

        Raises:
            PlanError: the plan must not run.
            AgentError: a step failed; the exception is the step's own.
        """
        self.equip(plan)
        check_plan(plan, recipe, self.signatures)
        settling = set(takewhile(lambda step: step != recipe.build, plan.steps)) if recipe.build else set()
        steps = plan.steps[plan.steps.index(start) :] if start is not None else plan.steps
        errors: list[InputError] = []
        caller = current_caller()
        caller.expect(len(steps))
        for step in steps:
            context.pop(self.signatures[step].produces, None)
        for step in steps:
            signature = self.signatures[step]
            if errors and not (step in settling and all(is_known(name, context) for name in signature.requires)):
                continue
            caller.begin(step)
            try:
                result = await self._kernel.invoke(
                    self._kernel.get_function(*step.split(".")), _bound(signature, context)
                )
            except KernelInvokeException as error:
                own = _own_error(error)
                if not isinstance(own, InputError):
                    raise own from error
                errors.append(own)
            else:
                context[signature.produces] = result.value if result is not None else None
        if errors:
            raise _together(errors)

    def describe(self, plan: Plan, recipe: Recipe) -> PlanDescription:
        """Spell a plan out.

        Args:
            plan: the plan.
            recipe: the kind of run that it is for.

        Raises:
            PlanError: the plan must not run.
        """
        self.equip(plan)
        check_plan(plan, recipe, self.signatures)
        produced = {*recipe.given, *(self.signatures[step].produces for step in plan.steps)}
        steps = [self.signatures[step] for step in plan.steps]
        return PlanDescription(
            planner=plan.planner,
            reasons=plan.reasons,
            steps=[
                PlannedStep(
                    name=step.name,
                    takes=[*step.requires, *(name for name in step.accepts if is_known(name, produced))],
                    gives=step.produces,
                    description=step.description,
                )
                for step in steps
            ],
        )


def _bound(signature: StepSignature, context: Mapping[str, Any]) -> KernelArguments:
    """Bind a step's parameters from the context by name."""
    names = [*signature.requires, *(name for name in signature.accepts if is_known(name, context))]
    return KernelArguments(**{parameter_name(name): value_of(name, context) for name in names})


def _together(errors: list[InputError]) -> InputError:
    """Join mistakes of several steps; a missing trace is what the failure is called after."""
    decisive = next((error for error in errors if isinstance(error, TraceMissingError)), errors[0])
    # What an error holds beside its mistakes is of one step alone.
    kind = type(decisive) if type(decisive).__init__ is InputError.__init__ else InputError
    joined = kind(*(problem for error in errors for problem in error.problems))
    joined.decided_by = {problem: settings for error in errors for problem, settings in error.decided_by.items()}
    return joined


def _own_error(error: BaseException) -> BaseException:
    """Find the step's own exception under the kernel's wrapping."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, AgentError):
            return cause
        innermost, cause = cause, cause.__cause__
    return innermost
