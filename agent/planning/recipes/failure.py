"""Announce a failure: what remains to be done for a run that was given up."""

from agent.planning.recipes.recipe import Recipe
from agent.planning.recipes.steps import EMIT_FAILURE
from foundation.model.run.plan import Plan

ANNOUNCE_FAILURE = Recipe(
    name="announce-failure",
    given=frozenset({"failure"}),
    mandatory={EMIT_FAILURE: "whoever the failure concerns hears of it"},
)


def compose_announcement() -> Plan:
    """Return the plan: its only step."""
    return Plan(steps=[EMIT_FAILURE])
