"""Generate: from a bundle to saved, remembered and announced artifacts."""

from agent.planning.recipes.recipe import Order, Recipe
from agent.planning.recipes.steps import BUILD, EMIT, EMIT_FAILURE, RECORDED, REMEMBER, SAVE, VALIDATE
from agent.planning.recipes.validate import VALIDATE_ONLY

#: What saving asks for.
SAVING = {
    SAVE: "what passed is kept",
    REMEMBER: "later runs know where the trace led to",
    EMIT: "nothing is saved without an event",
}
#: Nobody may keep what the gate has not looked at.
AFTER_THE_GATE = (Order(first=VALIDATE, then=SAVE, otherwise="artifacts would be saved before they are validated"),)

GENERATE = Recipe(
    name="generate",
    given=VALIDATE_ONLY.given,
    mandatory={**VALIDATE_ONLY.mandatory, **SAVING},
    order=AFTER_THE_GATE,
    closing=tuple(SAVING),
    last=EMIT,
    excluded=RECORDED | {EMIT_FAILURE},
    build=BUILD,
)
