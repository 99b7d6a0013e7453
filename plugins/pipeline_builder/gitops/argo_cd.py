"""An Application of Argo CD."""

from typing import Any

from foundation.model.chart.chart import Chart
from foundation.model.policy.delivery import DeliveryPolicy
from plugins.pipeline_builder.answers import Place
from plugins.pipeline_builder.gitops.source import ChartInRegistry, FolderInGit

API_VERSION = "argoproj.io/v1alpha1"


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
    own = {**metadata, "namespace": answers.argo_cd.namespace}
    spec = {
        "project": answers.argo_cd.project,
        "source": source_spec(place.name, source, chart),
        "destination": {"server": server_of(place, answers), "namespace": chart.namespace},
        "syncPolicy": sync_policy(place, answers),
    }
    return {"application.yaml": {"apiVersion": API_VERSION, "kind": "Application", "metadata": own, "spec": spec}}


def source_spec(environment: str, source: ChartInRegistry | FolderInGit, chart: Chart) -> dict[str, Any]:
    """Return what is fetched.

    Args:
        environment: the environment, or what stands for it in a template.
        source: where it is fetched from.
        chart: the chart.
    """
    if isinstance(source, FolderInGit):
        return {"repoURL": source.address, "targetRevision": source.branch, "path": source.path}
    return {
        "repoURL": source.address,
        "targetRevision": source.digest or source.tag,
        "path": ".",
        "helm": {"releaseName": chart.name, "valueFiles": [f"values-{environment}.yaml"]},
    }


def server_of(place: Place, answers: DeliveryPolicy) -> str:
    """Return the API server of an environment's cluster."""
    return place.server or answers.argo_cd.server


def sync_policy(place: Place, answers: DeliveryPolicy) -> dict[str, Any]:
    """Return the policy of an environment; without ``automated`` a person starts each sync."""
    sync = answers.sync
    by_itself = {"automated": {"prune": sync.prune, "selfHeal": sync.self_heal}}
    options = [f"CreateNamespace={'true' if answers.create_namespace else 'false'}"]
    return {**(by_itself if sync.automated and not place.approval else {}), "syncOptions": options}
