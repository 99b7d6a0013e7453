"""What the tools take; the input schemas are made from these classes."""

import re
from typing import Annotated, Any

from pydantic import AfterValidator, Field, WithJsonSchema

from agent.use_cases.inputs.bundles import BundleContent, OneBundle
from foundation.model.base import FrozenModel
from foundation.model.bundle.bundle import Bundle
from foundation.model.kubernetes.scalars import DnsLabel
from foundation.model.run.outputs import OutputChoice

#: Relative, without "..", hidden folders, back-slashes or anything else that could lead elsewhere.
_FOLDER = r"^[A-Za-z0-9_][A-Za-z0-9._-]*(/[A-Za-z0-9_][A-Za-z0-9._-]*)*$"
_LONGEST = 200
#: Folder below the workspace in which each component gets one of its own, where a call names none.
OUTPUT = "out"
_VERSION = "Kubernetes version to validate against, such as 1.32; by default the platform policy's."
_BUNDLE = (
    "The component bundle, as an object or as YAML or JSON text of at most 4 MB. Least content: "
    '{"trace_id": "trace-1", "blueprint_id": "usecase-1", "component_scope": "Order", "component": {"name": '
    '"OrderService", "type": "microservice", "transport": "http", "container_image": "registry/order:1.0.0"}}. '
    f"All keys: {', '.join(Bundle.model_fields)}. Wrong keys are answered with the nearest valid ones."
)


def _confined(folder: str) -> str:
    if len(folder) > _LONGEST or not re.fullmatch(_FOLDER, folder):
        raise ValueError(
            "it must be a relative path below the workspace, such as out/orders, of letters, digits, '.', '_' and '-', "
            f"without '..' or hidden folders, and of at most {_LONGEST} characters"
        )
    return folder


Folder = Annotated[str, AfterValidator(_confined), WithJsonSchema({"type": "string", "pattern": _FOLDER})]
KubeVersion = Annotated[str | None, Field(description=_VERSION)]


class PlanArguments(FrozenModel):
    """Arguments of plan_generation."""

    bundle: dict[str, Any] | str = Field(description=_BUNDLE)
    component: str | None = Field(default=None, description="Which component, where the bundle is an application.")
    environments: list[DnsLabel] | None = Field(
        default=None, description="Environments such as dev or prod; by default the bundle's."
    )

    @property
    def one(self) -> OneBundle:
        """The bundle that is meant."""
        return OneBundle(of=BundleContent(content=self.bundle), component=self.component)


class GenerateArguments(PlanArguments):
    """Arguments of generate_infrastructure."""

    output: Folder | None = Field(
        default=None, description="Folder below the workspace to write; by default out/<component name>."
    )
    parts: OutputChoice | None = Field(
        default=None,
        description='Which parts to write, such as {"kustomize": true}; it wins over the bundle\'s output.',
    )
    kube_version: KubeVersion = None
    dry_run: bool = Field(default=False, description="Generate and validate, but save nothing.")
    force: bool = Field(default=False, description="Do all the work, even if nothing has changed.")


class ValidateArguments(FrozenModel):
    """Arguments of validate_manifests."""

    manifests: str = Field(description="Kubernetes manifests as YAML text, one or many documents, at most 4 MB.")
    kube_version: KubeVersion = None
    profile: str | None = Field(
        default=None,
        description="Which rules hold: baseline, restricted, platform, or one of the policy; by default the policy's.",
    )
