"""KustomizeBuilder as kernel functions."""

from foundation.model.run.artifacts import Part
from plugins.kustomize_builder.build import build_kustomization
from plugins.step import step


class KustomizeBuilderPlugin:
    """Splits manifests into what environments share and what each of them adds."""

    @step("build", produces="parts.kustomize", description="Make a kustomize base and overlays of the manifests.")
    def build(self, parts_manifests: Part) -> Part:
        """Build a kustomization that renders to the same objects as the manifests."""
        return build_kustomization(parts_manifests)
