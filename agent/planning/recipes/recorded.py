"""What runs of recorded artifacts share: nothing is built, and the gate looks at their exact bytes again."""

from agent.planning.recipes.recipe import Order, Recipe
from agent.planning.recipes.steps import (
    ASSEMBLE,
    BUILD,
    EMIT,
    EMIT_FAILURE,
    EMIT_RECORDED,
    RECORDED,
    REMEMBER,
    REMEMBER_RECORDED,
    SAVE,
    VALIDATE,
)
from foundation.model.run.plan import Plan

_CLOSING = {
    SAVE: "what passed is kept",
    REMEMBER_RECORDED: "later runs know where the trace led to",
    EMIT_RECORDED: "nothing is saved without an event",
}
#: What builds would put other bytes in the place of the recorded ones; what is for those tells of another run.
_OF_BUILT = frozenset({BUILD, ASSEMBLE, VALIDATE, REMEMBER, EMIT, EMIT_FAILURE})


def recorded_recipe(name: str, gate: str, guarantee: str) -> Recipe:
    """Return the recipe of a kind of run that publishes recorded artifacts.

    Args:
        name: what the kind is called.
        gate: the step that looks at the bytes.
        guarantee: what is known after that step.
    """
    others = RECORDED - {gate, REMEMBER_RECORDED, EMIT_RECORDED}
    return Recipe(
        name=name,
        given=frozenset({"recorded", "artifacts", "trace", "policies", "options"}),
        mandatory={gate: guarantee, **_CLOSING},
        order=(Order(first=gate, then=SAVE, otherwise="artifacts would be saved before they are validated"),),
        closing=tuple(_CLOSING),
        last=EMIT_RECORDED,
        excluded=_OF_BUILT | others,
    )


def compose_recorded(recipe: Recipe) -> Plan:
    """Return the plan of such a run: the gate, and what follows it.

    Args:
        recipe: the kind of run.
    """
    return Plan(steps=list(recipe.mandatory), reasons={})
