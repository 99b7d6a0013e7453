"""Secrets: references only, never a value."""

from pydantic import Field

from agent.model.base import FrozenModel
from agent.model.kubernetes.scalars import DataKey, EnvironmentName, ObjectName


class SecretVariable(FrozenModel):
    """An environment variable that is filled from a Secret's key."""

    name: EnvironmentName = Field(description="Name of the variable.")
    key: DataKey = Field(description="Key in the Secret.")


class SecretReference(FrozenModel):
    """A Secret that exists in the namespace; its values never pass through this agent."""

    name: ObjectName | None = Field(default=None, description="Name; by default the naming policy's.")
    mount: bool | None = Field(default=None, description="Whether to mount it under the policy's secrets path.")
    env: list[SecretVariable] | None = Field(default=None, description="Variables filled from its keys.")
