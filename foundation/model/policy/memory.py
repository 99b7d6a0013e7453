"""How long memory keeps what runs leave (templates/policies/memory.yaml; mission: memory retention policies)."""

from typing import Literal

from pydantic import Field

from foundation.model.base import FrozenModel


class RetentionPolicy(FrozenModel):
    """What is kept for how long. Events that wait for a bus are kept until it has them."""

    execution: Literal["task"] = Field(
        default="task", description="The context of a run: it goes with the run, whatever else is set."
    )
    trace_map_days: int = Field(
        default=90, ge=1, le=366, description="Days that runs, traces, decisions and sent events are kept."
    )
    chart_versions: int = Field(default=5, ge=1, le=1000, description="Versions of a component's chart that are kept.")
    chart_builds: int = Field(
        default=5, ge=1, le=1000, description="States of each of these versions that are kept, with their bytes."
    )
    audit_days: int = Field(
        default=365, ge=1, le=3660, description="Days that it is kept who did what; mission: auditability."
    )
    answer_days: int = Field(
        default=2,
        ge=1,
        le=366,
        description="Days that answers under an Idempotency-Key, and to whoever did not wait, are kept.",
    )
    cache_days: int = Field(
        default=30, ge=1, le=366, description="Days that last good templates and uses of templates are kept."
    )


class MemoryPolicy(FrozenModel):
    """The file."""

    retention: RetentionPolicy = RetentionPolicy()
