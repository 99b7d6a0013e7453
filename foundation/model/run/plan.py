"""A plan: the ordered names of the kernel functions that a run invokes."""

from foundation.model.base import FrozenModel

#: Among a plan's reasons: why it is not the model's that was asked for one.
PLANNER = "planner"


class StepSignature(FrozenModel):
    """What a kernel function needs and gives, by name.

    Attributes:
        name: ``plugin.function``.
        requires: names that must be in the context before.
        accepts: names that are used if they are there.
        produces: name under which the result enters the context.
        description: what it does, in one sentence.
    """

    name: str
    requires: list[str]
    accepts: list[str]
    produces: str
    description: str


class PlannedStep(FrozenModel):
    """A step of a plan as people read it: what it takes from the context and gives to it."""

    name: str
    takes: list[str]
    gives: str
    description: str


class PlanDescription(FrozenModel):
    """A checked plan, spelled out."""

    planner: str
    steps: list[PlannedStep]
    reasons: dict[str, str]


class Plan(FrozenModel):
    """An ordered list of kernel function names and who composed it.

    Attributes:
        steps: names such as ``overlay_merge.merge``.
        planner: ``deterministic`` or ``model``.
        reasons: why optional steps are in or out, by step name, and under ``planner`` why a model's plan was refused.
    """

    steps: list[str]
    planner: str = "deterministic"
    reasons: dict[str, str] = {}
