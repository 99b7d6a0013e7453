"""When a failed step is tried again (templates/policies/retry.yaml)."""

from typing import Literal, Self

from pydantic import Field, model_validator

from foundation.model.base import FrozenModel


class RetryPolicy(FrozenModel):
    """What is tried again, how often, and how long to wait before."""

    max_attempts: int = Field(default=3, ge=1, le=10, description="How often a step is tried at most.")
    backoff_strategy: Literal["exponential", "fixed"] = Field(
        default="exponential", description="Whether each wait is twice the one before."
    )
    initial_delay_seconds: float = Field(default=0.5, ge=0, le=60, description="The first wait.")
    max_delay_seconds: float = Field(default=8, ge=0, le=300, description="The longest wait.")
    retryable_failures: list[str] = Field(
        default=["helm_lint_timeout", "template_load_failure", "blob_storage_timeout"],
        description="Failures that may go away by themselves, by name.",
    )
    hard_failures: list[str] = Field(
        default=["trace_missing", "policy_violation", "yaml_schema_error"],
        description="Failures that stay, by name; they are never tried again.",
    )

    @model_validator(mode="after")
    def _check_names(self) -> Self:
        both = sorted(set(self.retryable_failures) & set(self.hard_failures))
        if both:
            raise ValueError(f"{', '.join(both)} cannot be both retryable and hard")
        return self

    def retries(self, failure: str) -> bool:
        """Tell whether a failure of this name is tried again."""
        return failure in self.retryable_failures


class RetryAnswers(FrozenModel):
    """The file."""

    retry_policy: RetryPolicy = RetryPolicy()
