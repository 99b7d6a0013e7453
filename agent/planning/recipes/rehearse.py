"""Rehearse: validate only, with templates that are given. Would a draft pass?"""

from agent.planning.recipes.steps import EXPAND, TEMPLATES
from agent.planning.recipes.validate import VALIDATE_ONLY

REHEARSE = VALIDATE_ONLY.model_copy(
    update={
        "name": "rehearse",
        "given": VALIDATE_ONLY.given | {"templates"},
        "excluded": VALIDATE_ONLY.excluded | {TEMPLATES, EXPAND},
    }
)
