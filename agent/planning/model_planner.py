"""The planner that asks a model: it may choose another order of the same steps, and nothing else.

Its answer is names. Each has to be offered, the steps have to be those of the standard plan, because which ones run
is what the bundle says, and the order has to pass the plan check. Otherwise the standard plan runs, with the reason.
"""

import json
from collections.abc import Callable
from typing import Protocol

from pydantic import ValidationError
from semantic_kernel import Kernel
from semantic_kernel.connectors.ai.function_choice_behavior import FunctionChoiceBehavior

from agent.planning.check import check_plan
from agent.planning.compose import recipe_for
from agent.planning.plan_form import PlanSteps, plan_form
from foundation.language_model.model import LanguageModel
from foundation.model.bundle.bundle import Bundle
from foundation.model.conversation import Answer
from foundation.model.errors import AgentError, PlanError, Problem
from foundation.model.run.plan import PLANNER, Plan, StepSignature
from foundation.model.run.request import GenerationRequest
from foundation.prompting.arguments import planning_arguments
from foundation.prompting.library import PromptLibrary
from foundation.prompting.rendering import render

PROMPT = "input"
#: A plan has some twenty names.
_LONGEST_ANSWER = 20_000


class Functions(Protocol):
    """What is offered: the kernel with the functions, and what each needs and gives."""

    @property
    def kernel(self) -> Kernel:
        """The kernel."""

    signatures: dict[str, StepSignature]


class ModelPlanner:
    """Asks a model for the order of a plan's steps.

    Args:
        model: returns the model of this run.
        prompts: the prompts.
        template_id: returns the chart template of a bundle, for the prompt.
    """

    def __init__(
        self, model: Callable[[], LanguageModel], prompts: PromptLibrary, template_id: Callable[[Bundle], str]
    ) -> None:
        self._model = model
        self._prompts = prompts
        self._template_id = template_id

    async def compose(self, request: GenerationRequest, standard: Plan, engine: Functions) -> Plan:
        """Return the model's plan if it may run, else the standard plan with the reason.

        Args:
            request: the request.
            standard: the deterministic planner's plan for it.
            engine: the functions.
        """
        try:
            answer = await self._ask(request.bundle, standard, engine)
            plan = Plan(steps=planned_steps(answer), planner="model", reasons=standard.reasons)
            _require_same_steps(plan, standard)
            check_plan(plan, recipe_for(request.options), engine.signatures)
        except AgentError as error:
            reason = "; ".join(problem.message for problem in error.problems)
            reasons = {**standard.reasons, PLANNER: f"the standard plan runs, because of the model's: {reason}"}
            return standard.model_copy(update={"reasons": reasons})
        return plan

    async def _ask(self, bundle: Bundle, standard: Plan, engine: Functions) -> Answer:
        model = self._model()
        prompt = self._prompts.prompt(PROMPT)
        values = planning_arguments(bundle, self._template_id(bundle), standard.steps)
        rendered = render(self._prompts, prompt, prompt.declared(values), "bundle")
        offered = [step.replace(".", "-") for step in standard.steps]
        # The functions are described to the model; it is to name all of them at once, and to call none.
        behavior = FunctionChoiceBehavior.NoneInvoke(filters={"included_functions": offered})
        settings = rendered.settings_for(model.identity.model)
        form = plan_form(standard.steps)
        return await model.ask(rendered.messages, settings, response=form, kernel=engine.kernel, functions=behavior)


def planned_steps(answer: Answer) -> list[str]:
    """Return the names of an answer: those of its JSON, or of the functions that it calls.

    Raises:
        PlanError: the answer is no plan, or hands data to a step.
    """
    if answer.refusal is not None:
        raise _refused("the model refused to plan")
    if answer.finish_reason in ("length", "content_filter"):
        raise _refused("the model's answer is incomplete")
    if answer.tool_calls:
        if any(call.arguments.strip() not in ("", "{}", "null") for call in answer.tool_calls):
            raise _refused("the model hands data to a step")
        return [_step_name(call.name) for call in answer.tool_calls]
    if len(answer.text) > _LONGEST_ANSWER:
        raise _refused("the model's answer is too long for a plan")
    try:
        return [_step_name(name) for name in PlanSteps.model_validate(json.loads(answer.text)).steps]
    except (ValueError, RecursionError, ValidationError):
        raise _refused('the model\'s answer is not of the form {"steps": [names]}') from None


def _step_name(offered: str) -> str:
    """Return a step's name; the API knows no points in names, so functions are offered with a hyphen."""
    return offered if "." in offered else offered.replace("-", ".", 1)


def _require_same_steps(plan: Plan, standard: Plan) -> None:
    left_out = [step for step in standard.steps if step not in plan.steps]
    added = sorted({step for step in plan.steps if step not in standard.steps})
    if left_out:
        raise _refused(f"it leaves out {', '.join(left_out)}")
    if added:
        raise _refused(f"it adds {len(added)} steps that the bundle does not ask for")


def _refused(message: str) -> PlanError:
    return PlanError(Problem(code="plan-refused", message=message, remedy="The standard plan runs instead."))
