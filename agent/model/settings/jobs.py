"""Work that ends."""

from typing import Any, Literal

from pydantic import Field

from agent.model.base import KubernetesShape
from agent.model.kubernetes.scalars import Count, PositiveCount


class JobSettings(KubernetesShape):
    """Fields of a Job, and of a CronJob around it (batch/v1)."""

    backoff_limit: Count | None = Field(default=None, description="Retries before the Job has failed.")
    backoff_limit_per_index: Count | None = Field(default=None, description="Retries of each index.")
    max_failed_indexes: Count | None = Field(default=None, description="Indexes that may fail.")
    active_deadline_seconds: PositiveCount | None = Field(default=None, description="Longest run in seconds.")
    ttl_seconds_after_finished: Count | None = Field(default=None, description="Life after the end (Job only).")
    completions: PositiveCount | None = Field(default=None, description="Pods that must succeed.")
    completion_mode: Literal["NonIndexed", "Indexed"] | None = Field(
        default=None, description="What completions count."
    )
    parallelism: Count | None = Field(default=None, description="Pods at the same time.")
    pod_failure_policy: dict[str, Any] | None = Field(
        default=None, description="What failures mean (PodFailurePolicy)."
    )
    pod_replacement_policy: Literal["TerminatingOrFailed", "Failed"] | None = Field(
        default=None, description="When a pod is replaced."
    )
    restart_policy: Literal["Never", "OnFailure"] | None = Field(default=None, description="What a failed pod does.")
    suspend: bool | None = Field(default=None, description="Whether the Job, or the CronJob's schedule, waits.")
    time_zone: str | None = Field(
        default=None,
        pattern=r"^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}$",
        description="IANA time zone of the schedule.",
    )
    concurrency_policy: Literal["Allow", "Forbid", "Replace"] | None = Field(
        default=None, description="What happens when runs overlap."
    )
    starting_deadline_seconds: PositiveCount | None = Field(
        default=None, description="How late a run may start, in seconds."
    )
    successful_jobs_history_limit: Count | None = Field(default=None, description="Finished runs to keep.")
    failed_jobs_history_limit: Count | None = Field(default=None, description="Failed runs to keep.")
