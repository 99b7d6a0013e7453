"""Work that ends."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from foundation.model.base import KubernetesShape, exactly_one
from foundation.model.kubernetes.scalars import Count, DnsLabel, PositiveCount, QualifiedName

ExitCode = Annotated[int, Field(ge=0, le=2**31 - 1)]


def _as_set(codes: list[int]) -> list[int]:
    """Return a set of numbers as the API wants it: in their order, each once."""
    return sorted(set(codes))


class OnExitCodes(KubernetesShape):
    """A failure told by the exit code of a container."""

    container_name: DnsLabel | None = Field(default=None, description="Container that is meant; every one by default.")
    operator: Literal["In", "NotIn"] = Field(description="Whether the code is one of the values, or none.")
    values: Annotated[list[ExitCode], Field(min_length=1, max_length=255), AfterValidator(_as_set)] = Field(
        description="Exit codes, as a set."
    )

    @model_validator(mode="after")
    def _success_is_no_failure(self) -> "OnExitCodes":
        if self.operator == "In" and 0 in self.values:
            raise ValueError("exit code 0 is no failure; leave it out of the values")
        return self


class OnPodCondition(KubernetesShape):
    """A failure told by a condition of the pod.

    The status is always written: Kubernetes fills it in, but its API asks for it up to 1.34.
    """

    type: QualifiedName = Field(description="Type of the condition, such as DisruptionTarget.")
    status: Literal["True", "False", "Unknown"] = Field(default="True", description="Its status.")


class PodFailureRule(KubernetesShape):
    """What one kind of failure means."""

    action: Literal["FailJob", "FailIndex", "Ignore", "Count"] = Field(description="What follows.")
    on_exit_codes: OnExitCodes | None = Field(default=None, description="The failure, by exit codes.")
    on_pod_conditions: Annotated[list[OnPodCondition], Field(min_length=1, max_length=20)] | None = Field(
        default=None, description="The failure, by conditions of the pod; one that holds is enough."
    )

    _one = model_validator(mode="after")(exactly_one("on_exit_codes", "on_pod_conditions"))


class PodFailurePolicy(KubernetesShape):
    """What failures of pods mean for their Job (batch/v1)."""

    rules: Annotated[list[PodFailureRule], Field(min_length=1, max_length=20)] = Field(
        description="Rules in their order; the first that fits decides."
    )


class JobSpec(KubernetesShape):
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
    pod_failure_policy: PodFailurePolicy | None = Field(
        default=None, description="What failures mean; the pods' restartPolicy stays Never."
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

    @model_validator(mode="after")
    def _failed_pods_stay(self) -> "JobSpec":
        if self.pod_failure_policy is not None and self.restart_policy == "OnFailure":
            raise ValueError("podFailurePolicy needs restartPolicy Never: a pod that is restarted has not failed")
        return self
