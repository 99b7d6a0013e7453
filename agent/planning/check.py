"""The plan check: a plan that fails it never runs, whoever composed it."""

from agent.planning.context_names import covering, covers, is_known
from agent.planning.recipes.recipe import Recipe
from foundation.model.errors import PlanError, Problem
from foundation.model.names import did_you_mean
from foundation.model.run.plan import Plan, StepSignature


def check_plan(plan: Plan, recipe: Recipe, signatures: dict[str, StepSignature]) -> None:
    """Check a plan.

    Args:
        plan: the plan.
        recipe: the kind of run that it is for.
        signatures: what each registered kernel function needs and gives.

    Raises:
        PlanError: with every reason why the plan must not run: unknown or repeated steps, values
            used before they are produced, mandatory steps left out, or a wrong order.
    """
    problems = [*_unknown(plan, recipe, signatures), *_repeated(plan), *_missing(plan, recipe), *_order(plan, recipe)]
    problems += _data_flow(plan, recipe, signatures)
    if problems:
        raise PlanError(*problems)


def _unknown(plan: Plan, recipe: Recipe, signatures: dict[str, StepSignature]) -> list[Problem]:
    known = signatures.keys() - recipe.excluded
    return [
        _problem(
            step,
            f"there is no such step in a run of the kind {recipe.name}",
            did_you_mean(step, known, "`plan` shows the registered steps."),
        )
        for step in plan.steps
        if step not in known
    ]


def _repeated(plan: Plan) -> list[Problem]:
    twice = {step for step in plan.steps if plan.steps.count(step) > 1}
    return [_problem(step, "the step is in the plan more than once", "Keep it once.") for step in sorted(twice)]


def _missing(plan: Plan, recipe: Recipe) -> list[Problem]:
    return [
        _problem(step, f"the mandatory step is left out; without it nobody knows that {guarantee}", "Add it.")
        for step, guarantee in recipe.mandatory.items()
        if step not in plan.steps
    ]


def _order(plan: Plan, recipe: Recipe) -> list[Problem]:
    steps = plan.steps
    problems = [
        _problem(order.then, order.otherwise, f"Put {order.first} first.")
        for order in recipe.order
        if order.first in steps and order.then in steps and steps.index(order.then) < steps.index(order.first)
    ]
    if recipe.last is not None and recipe.last in steps and steps[-1] != recipe.last:
        problems.append(_problem(recipe.last, "events come last", "Move it to the end."))
    return problems


def _data_flow(plan: Plan, recipe: Recipe, signatures: dict[str, StepSignature]) -> list[Problem]:
    known, problems = set(recipe.given), []
    # Several steps may give one value, each in its own kind of run: the one of this kind is to be named.
    by_kind = sorted(signatures.items(), key=lambda item: item[0] not in recipe.excluded)
    producers = {signature.produces: name for name, signature in by_kind}
    planned = [signatures[step] for step in plan.steps if step in signatures]
    for number, signature in enumerate(planned, 1):
        for name in signature.requires:
            if not is_known(name, known):
                producer = next((producers[other] for other in producers if covers(name, other)), None)
                remedy = f"Put {producer} before it." if producer else "Nothing produces it."
                message = f"it needs {name!r}, which no step before it produces"
                problems.append(_problem(signature.name, message, remedy))
        for missed in _missed(signature, {later.produces for later in planned[number:]} - known):
            message = f"it would miss {missed!r}, which a later step produces"
            problems.append(_problem(signature.name, message, f"Put {producers[missed]} before it."))
        known.add(signature.produces)
    return problems


def _missed(signature: StepSignature, later: set[str]) -> list[str]:
    """Return what a step would take, if it were there already: an optional value, or one of several in a group."""
    wanted = {*signature.accepts, *(name for name in signature.requires if name not in later)}
    return sorted(other for other in later if not covering(other).isdisjoint(wanted))


def _problem(step: str, message: str, remedy: str) -> Problem:
    return Problem(code="plan-refused", message=f"{step}: {message}", remedy=remedy, path=step)
