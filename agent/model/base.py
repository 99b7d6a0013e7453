"""The two base classes of every value in the model."""

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel


class FrozenModel(BaseModel):
    """An immutable value that refuses unknown keys and does not guess at types."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class KubernetesShape(FrozenModel):
    """A value in the Kubernetes API's own shape: snake_case here, camelCase in YAML."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, alias_generator=to_camel, validate_by_alias=True
    )
