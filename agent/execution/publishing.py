"""What is to be published of recorded artifacts, and how; it needs no kernel."""

from dataclasses import dataclass
from typing import Any

from agent.planning.recipes.recipe import Recipe
from foundation.model.run.recorded import Record
from foundation.model.run.request import Options
from foundation.model.run.retrying import OnRecord
from foundation.model.run.trace import Trace
from plugins.k8s_validator.gate_setup import Policies


@dataclass(frozen=True)
class Publishing:
    """What is to be published, and how.

    Attributes:
        recipe: the kind of run.
        record: the recorded artifacts.
        trace: trace of this run.
        policies: the policies that the gate goes by.
        options: where to save, and which Kubernetes version to validate against.
        command: what brings the events again, should they be lost.
        asked: on whose word it is done, if somebody gave it.
    """

    recipe: Recipe
    record: Record
    trace: Trace
    policies: Policies
    options: Options
    command: str
    asked: OnRecord | None = None

    @property
    def context(self) -> dict[str, Any]:
        """What the steps of the run are given."""
        return {
            "recorded": self.record.run,
            "artifacts": self.record.artifacts,
            "trace": self.trace,
            "policies": self.policies,
            "options": self.options,
        }
