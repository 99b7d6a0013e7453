"""An Application of Argo CD."""

from typing import Any

from foundation.model.chart.chart import Chart
from foundation.model.policy.delivery import DeliveryPolicy
from plugins.pipeline_builder.answers import Place
from plugins.pipeline_builder.gitops.source import ChartInRegistry, FolderInGit


def application(
    place: Place,
    metadata: dict[str, Any],
    source: ChartInRegistry | FolderInGit,
    chart: Chart,
    answers: DeliveryPolicy,
) -> dict[str, dict[str, Any]]:
    """Return the objects of one environment by file name.

    A chart is fetched as an OCI artifact (Argo CD 3.1 and later): only so can it be named by its digest.

    Args:
        place: the environment.
        metadata: name, labels and annotations.
        source: where it is fetched from.
        chart: the chart.
        answers: how it is deployed.
    """
    settings = answers.argo_cd
    spec = {
        "project": settings.project,
        "source": _source(place, source, chart),
        "destination": {"server": place.server or settings.server, "namespace": chart.namespace},
        "syncPolicy": _sync(place, answers),
    }
    head = {"apiVersion": "argoproj.io/v1alpha1", "kind": "Application"}
    return {"application.yaml": {**head, "metadata": {**metadata, "namespace": settings.namespace}, "spec": spec}}


def _source(place: Place, source: ChartInRegistry | FolderInGit, chart: Chart) -> dict[str, Any]:
    if isinstance(source, FolderInGit):
        return {"repoURL": source.address, "targetRevision": source.branch, "path": source.path}
    return {
        "repoURL": source.address,
        "targetRevision": source.digest or source.tag,
        "path": ".",
        "helm": {"releaseName": chart.name, "valueFiles": [f"values-{place.name}.yaml"]},
    }


def _sync(place: Place, answers: DeliveryPolicy) -> dict[str, Any]:
    """Return the policy of an environment; without ``automated`` a person starts each sync."""
    sync = answers.sync
    by_itself = {"automated": {"prune": sync.prune, "selfHeal": sync.self_heal}}
    options = [f"CreateNamespace={'true' if answers.create_namespace else 'false'}"]
    return {**(by_itself if sync.automated and not place.approval else {}), "syncOptions": options}
