"""KustomizeBuilder as kernel functions."""

from foundation.model.chart.chart import ManifestSet
from foundation.model.chart.kustomization import KustomizationSet
from plugins.kustomize_builder.build import build_kustomization
from plugins.step import step


class KustomizeBuilderPlugin:
    """Splits manifests into what environments share and what each of them adds."""

    @step("build", produces="kustomization", description="Make a kustomize base and overlays of the manifests.")
    def build(self, manifests: ManifestSet) -> KustomizationSet:
        """Build a kustomization that renders to the same objects as the manifests."""
        return build_kustomization(manifests)
