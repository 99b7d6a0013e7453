"""Republish: recorded artifacts go through the gate of today, and are saved, remembered and announced once more.

They are the artifacts of the earlier run still, so its events come again, with the same ids. What the policies of today
refuse is not published again.
"""

from agent.planning.recipes.recorded import recorded_recipe
from agent.planning.recipes.steps import VALIDATE_RECORDED

REPUBLISH = recorded_recipe("republish", VALIDATE_RECORDED, "the policies of today let the recorded bytes pass")
