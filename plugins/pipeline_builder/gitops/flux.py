"""Objects of Flux: a source, and what deploys it."""

from typing import Any

from foundation.helm.registry_layout import CONTENT
from foundation.model.chart.chart import Chart
from foundation.model.policy.delivery import DeliveryPolicy
from plugins.pipeline_builder.answers import Place
from plugins.pipeline_builder.gitops.source import ChartInRegistry, FolderInGit

_SOURCES = "source.toolkit.fluxcd.io/v1"


def flux_objects(
    place: Place,
    metadata: dict[str, Any],
    source: ChartInRegistry | FolderInGit,
    chart: Chart,
    answers: DeliveryPolicy,
) -> dict[str, dict[str, Any]]:
    """Return the objects of one environment by file name.

    Args:
        place: the environment.
        metadata: name, labels and annotations.
        source: where it is fetched from.
        chart: the chart.
        answers: how it is deployed.
    """
    own = {**metadata, "namespace": answers.flux.namespace}
    # Whoever has to agree does so by resuming; Flux does nothing with an object that is suspended.
    waits = {"suspend": True} if place.approval or not answers.sync.automated else {}
    if isinstance(source, FolderInGit):
        return {
            "gitrepository.yaml": _object(_SOURCES, "GitRepository", own, _git_repository(source), answers),
            # kustomize takes a file called kustomization.yaml for its own.
            "flux-kustomization.yaml": _object(
                "kustomize.toolkit.fluxcd.io/v1",
                "Kustomization",
                own,
                {**_kustomization(source, own["name"], answers), **waits},
                answers,
            ),
        }
    release = {**_helm_release(own["name"], chart, place, answers), **waits}
    return {
        "ocirepository.yaml": _object(_SOURCES, "OCIRepository", own, _oci_repository(source), answers),
        "helmrelease.yaml": _object("helm.toolkit.fluxcd.io/v2", "HelmRelease", own, release, answers),
    }


def _object(
    api_version: str, kind: str, metadata: dict[str, Any], spec: dict[str, Any], answers: DeliveryPolicy
) -> dict[str, Any]:
    spec = {"interval": answers.flux.interval, **spec}
    return {"apiVersion": api_version, "kind": kind, "metadata": metadata, "spec": spec}


def _git_repository(source: FolderInGit) -> dict[str, Any]:
    return {"url": source.address, "ref": {"branch": source.branch}}


def _kustomization(source: FolderInGit, name: str, answers: DeliveryPolicy) -> dict[str, Any]:
    return {
        "sourceRef": {"kind": "GitRepository", "name": name},
        "path": f"./{source.path}",
        "prune": answers.sync.prune,
        "wait": True,
        "timeout": f"{answers.rollout_timeout_minutes}m",
    }


def _oci_repository(source: ChartInRegistry) -> dict[str, Any]:
    """Return what to fetch: the layer with the chart, as it is, which is what a HelmRelease takes."""
    named = {"digest": source.digest} if source.digest else {"tag": source.tag}
    return {
        "url": source.address,
        "ref": named,
        "layerSelector": {"mediaType": CONTENT, "operation": "copy"},
    }


def _helm_release(name: str, chart: Chart, place: Place, answers: DeliveryPolicy) -> dict[str, Any]:
    """Return the release. A chart that is referred to has no values files for Flux, so the values stand here."""
    return {
        "chartRef": {"kind": "OCIRepository", "name": name},
        "releaseName": chart.name,
        "targetNamespace": chart.namespace,
        "storageNamespace": chart.namespace,
        "timeout": f"{answers.rollout_timeout_minutes}m",
        "install": {"createNamespace": answers.create_namespace},
        "driftDetection": {"mode": "enabled" if answers.sync.self_heal else "disabled"},
        "values": chart.values[place.name],
    }
