"""How a component takes part in a service mesh."""

from typing import Any, Literal

from pydantic import Field

from foundation.model.base import FrozenModel, KubernetesShape
from foundation.model.bundle.groups.routes import ExportTarget
from foundation.model.kubernetes.scalars import Annotations

MeshProvider = Literal["istio", "linkerd"]


class DestinationRule(KubernetesShape):
    """How the mesh calls the component (networking.istio.io/v1 DestinationRule without its host)."""

    traffic_policy: dict[str, Any] | None = Field(
        default=None, description="Balancing, pools, outliers (TrafficPolicy)."
    )
    subsets: list[dict[str, Any]] | None = Field(default=None, description="Named versions of the pods (Subset).")
    export_to: list[ExportTarget] | None = Field(default=None, description="Namespaces that see it; all by default.")


class ServiceMesh(FrozenModel):
    """Settings of the component in the mesh, where service_mesh_enabled is on."""

    provider: MeshProvider | None = Field(default=None, description="Which mesh; the policy's by default.")
    mtls: Literal["STRICT", "PERMISSIVE"] | None = Field(
        default=None, description="Whether callers outside the mesh are refused; the policy's by default."
    )
    destination_rule: DestinationRule | None = Field(default=None, description="Of istio: how others call it.")
    annotations: Annotations | None = Field(
        default=None, description="Annotations of the pods for the proxy, such as config.linkerd.io/proxy-cpu-limit."
    )
