"""Many components in one file: what they share, and what each knows of the others."""

from typing import Annotated

from pydantic import AfterValidator, Field

from foundation.model.base import FrozenModel, RepeatedError, unique_by
from foundation.model.bundle.bundle import Component, Environments, SharedFields, Tenants, TraceFields
from foundation.model.bundle.groups.storage import Base64
from foundation.model.bundle.layer import Layer
from foundation.model.kubernetes.scalars import Annotations, DataKey, Labels, ObjectName
from foundation.model.names import dns_label


class SharedConfigMap(FrozenModel):
    """A ConfigMap that several components read; each that refers to it gets one in its own namespace."""

    name: ObjectName = Field(description="Name of the ConfigMap.")
    data: dict[DataKey, str] | None = Field(default=None, description="Text by key.")
    binary_data: dict[DataKey, Base64] | None = Field(default=None, description="Bytes in base64 by key.")
    labels: Labels | None = Field(default=None, description="Labels of the ConfigMap.")
    annotations: Annotations | None = Field(default=None, description="Annotations of the ConfigMap.")


class ApplicationComponent(Component, TraceFields):
    """A component of an application, with layers of its own."""

    environments: Environments = Field(default={}, description="Layers of this component per environment.")
    tenants: Tenants = Field(default={}, description="Layers of this component per tenant.")


def _different_names(components: list[ApplicationComponent]) -> list[ApplicationComponent]:
    """Refuse components whose objects would have the same names."""
    names = [dns_label(component.name) for component in components]
    again = {
        index: f"{components[first].name} and {component.name} both map to {names[index]!r}; rename one of them"
        for index, component in enumerate(components)
        if (first := names.index(names[index])) < index
    }
    if again:
        raise RepeatedError(min(again.values()), again, "name")
    return components


class Application(SharedFields):
    """A bundle of many components; each compiles on its own."""

    application: str | None = Field(default=None, max_length=100, description="Name of the application, for people.")
    shared: Layer = Field(default=Layer(), description="Settings that every component starts from.")
    config_maps: Annotated[list[SharedConfigMap], AfterValidator(unique_by("name"))] = Field(
        default=[], description="ConfigMaps that several components read."
    )
    components: Annotated[list[ApplicationComponent], AfterValidator(_different_names)] = Field(
        min_length=1, max_length=500, description="The components."
    )
