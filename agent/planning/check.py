"""The plan check: a plan that fails it never runs, whoever composed it."""

from agent.planning.context_names import covers, is_known
from agent.planning.recipes.generate import GIVEN
from foundation.model.errors import PlanError, Problem
from foundation.model.names import did_you_mean
from foundation.model.parts import PARTS
from foundation.model.run.plan import Plan, StepSignature

#: Steps without which nothing may be generated, and what each of them guarantees.
MANDATORY = {
    "trace_metadata_injector.resolve": "the trace identity is complete",
    "overlay_merge.merge": "the environments' settings are known",
    "security_context_builder.build": "the security baseline is in",
    "trace_metadata_injector.inject": "every object carries the trace",
    "k8s_validator.validate": "the gate has looked at the bytes",
    **{part.step: f"the gate can hold the other files against {part.title}" for part in PARTS if part.essential},
}
BUILD = "helm_chart_builder.build"
SAVE = "artifact_emitter.save"
EMIT = "event_emitter.emit"
VALIDATE = "k8s_validator.validate"
#: Not part of any plan: the engine invokes it when a run fails.
_RESERVED = frozenset({"event_emitter.emit_failure"})


def check_plan(plan: Plan, signatures: dict[str, StepSignature]) -> None:
    """Check a plan.

    Args:
        plan: the plan.
        signatures: what each registered kernel function needs and gives.

    Raises:
        PlanError: with every reason why the plan must not run: unknown or repeated steps, values
            used before they are produced, mandatory steps left out, or a wrong order.
    """
    problems = [*_unknown(plan, signatures), *_repeated(plan), *_missing(plan), *_order(plan)]
    problems += _data_flow(plan, signatures)
    if problems:
        raise PlanError(*problems)


def _unknown(plan: Plan, signatures: dict[str, StepSignature]) -> list[Problem]:
    problems = []
    for step in plan.steps:
        if step not in signatures or step in _RESERVED:
            remedy = did_you_mean(step, signatures.keys() - _RESERVED, "`plan` shows the registered steps.")
            problems.append(_problem(step, "there is no such step", remedy))
    return problems


def _repeated(plan: Plan) -> list[Problem]:
    twice = {step for step in plan.steps if plan.steps.count(step) > 1}
    return [_problem(step, "the step is in the plan more than once", "Keep it once.") for step in sorted(twice)]


def _missing(plan: Plan) -> list[Problem]:
    missing = [step for step in MANDATORY if step not in plan.steps]
    problems = [
        _problem(step, f"the mandatory step is left out; without it nobody knows that {MANDATORY[step]}", "Add it.")
        for step in missing
    ]
    if SAVE in plan.steps and EMIT not in plan.steps:
        problems.append(_problem(EMIT, "artifacts would be saved without an event", "Add it as the last step."))
    return problems


def _order(plan: Plan) -> list[Problem]:
    steps, problems = plan.steps, []
    if SAVE in steps and VALIDATE in steps and steps.index(SAVE) < steps.index(VALIDATE):
        problems.append(_problem(SAVE, "artifacts would be saved before they are validated", f"Put {VALIDATE} first."))
    if EMIT in steps and steps[-1] != EMIT:
        problems.append(_problem(EMIT, "events come last", "Move it to the end."))
    return problems


def _data_flow(plan: Plan, signatures: dict[str, StepSignature]) -> list[Problem]:
    known, problems = set(GIVEN), []
    producers = {signature.produces: name for name, signature in signatures.items()}
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
    wanted = [*signature.accepts, *(name for name in signature.requires if name not in later)]
    return sorted(other for other in later if any(covers(name, other) for name in wanted))


def _problem(step: str, message: str, remedy: str) -> Problem:
    return Problem(code="plan-refused", message=f"{step}: {message}", remedy=remedy, path=step)
