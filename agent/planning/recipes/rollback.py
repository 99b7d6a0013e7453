"""Rollback: recorded artifacts come back into the place of later ones, as a run of its own, linked to the earlier one.

They go through the gate of their own policies: those that the run is given, with the Kubernetes version and the
exceptions that the record tells of. So what has become forbidden since does not stand in the way of whoever needs the
last state that worked.
"""

from agent.planning.recipes.recorded import recorded_recipe
from agent.planning.recipes.steps import VALIDATE_AS_RECORDED

ROLLBACK = recorded_recipe("rollback", VALIDATE_AS_RECORDED, "their own policies let the recorded bytes pass")
