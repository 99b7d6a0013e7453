"""Republish: recorded artifacts go through the gate once more, and are saved, remembered and announced again.

Nothing is built: the bytes are those of the record. They are held against the bundle, the templates and the policy of
today, so what the gate would refuse by now is not published again.
"""

from agent.planning.recipes.generate import AFTER_THE_GATE, SAVING
from agent.planning.recipes.recipe import Recipe
from agent.planning.recipes.steps import (
    ASSEMBLE,
    BUILD,
    EMIT,
    EMIT_FAILURE,
    INJECT,
    MERGE,
    RESOLVE,
    TEMPLATES,
    VALIDATE,
)
from agent.planning.recipes.validate import VALIDATE_ONLY
from foundation.model.run.plan import Plan

REPUBLISH = Recipe(
    name="republish",
    given=VALIDATE_ONLY.given | {"chart", "artifacts"},
    mandatory={VALIDATE: VALIDATE_ONLY.mandatory[VALIDATE], **SAVING},
    order=AFTER_THE_GATE,
    closing=tuple(SAVING),
    last=EMIT,
    # What builds would put other bytes in the place of the recorded ones.
    excluded=frozenset({BUILD, ASSEMBLE, EMIT_FAILURE}),
    build=VALIDATE,
)


def compose_republish() -> Plan:
    """Return the plan: what the gate compares the bytes with, the gate, and what follows it."""
    reason = "the recorded bytes are held against the bundle, the templates and the policy of today"
    steps = [RESOLVE, TEMPLATES, MERGE, INJECT, VALIDATE, *REPUBLISH.closing]
    return Plan(steps=steps, reasons={VALIDATE: reason})
