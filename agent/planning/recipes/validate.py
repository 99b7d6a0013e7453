"""Validate only: everything but saving, remembering and announcing. A dry run is one."""

from agent.planning.recipes.recipe import Recipe
from agent.planning.recipes.steps import (
    BUILD,
    EMIT,
    EMIT_FAILURE,
    INJECT,
    MERGE,
    RECORDED,
    REMEMBER,
    RESOLVE,
    SAVE,
    SECURITY,
    VALIDATE,
)
from foundation.model.parts import PARTS

VALIDATE_ONLY = Recipe(
    name="validate",
    given=frozenset({"bundle", "bundle_digest", "options"}),
    mandatory={
        RESOLVE: "the trace identity is complete",
        MERGE: "the environments' settings are known",
        SECURITY: "the security baseline is in",
        INJECT: "every object carries the trace",
        VALIDATE: "the gate has looked at the bytes",
        **{part.step: f"the gate can hold the other files against {part.title}" for part in PARTS if part.essential},
    },
    excluded=RECORDED | {SAVE, REMEMBER, EMIT, EMIT_FAILURE},
    build=BUILD,
)
