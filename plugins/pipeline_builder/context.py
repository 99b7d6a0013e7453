"""What the texts of pipeline templates may name, for one environment: read from what the run made."""

import re
from typing import Any

from foundation.model.bundle.effective import EffectiveComponent
from foundation.model.chart.chart import Chart
from foundation.model.policy.delivery import DeliveryPolicy
from foundation.model.run.artifacts import Part
from foundation.model.run.trace import Trace
from foundation.source.document import parse_documents
from foundation.source.scalars import read_for_cluster
from plugins.pipeline_builder.answers import Place
from plugins.pipeline_builder.resources import ResourceDeployment

#: Kinds whose roll-out kubectl can wait for.
_ROLLED_OUT = ("Deployment", "StatefulSet", "DaemonSet")
#: An address that means the same to a shell, to Azure Pipelines and to GitHub Actions.
_PLAIN_PATH = re.compile(r"/[A-Za-z0-9._~/-]*")


def values_for(
    place: Place,
    effective: EffectiveComponent,
    chart: Chart,
    manifests: Part,
    objects: list[dict[str, Any]],
    trace: Trace,
    answers: DeliveryPolicy,
    root: str,
    infrastructure: ResourceDeployment | None,
) -> dict[str, Any]:
    """Return the values.

    Args:
        place: the environment.
        effective: the component.
        chart: its chart.
        manifests: what the chart renders to.
        objects: the objects of this environment in them.
        trace: the run's trace.
        answers: how it is deployed.
        root: how the service writes the folder of the output.
        infrastructure: how the Azure resources are deployed, if they are.
    """
    folder = f"manifests/{place.name}"
    paths = [f"{root}/manifests/{file.path}" for file in manifests.files if file.path.startswith(f"{place.name}/")]
    return {
        "root": root,
        "component": effective.slug,
        "environment": place.name,
        "namespace": effective.namespace,
        "chart": {
            "name": chart.name,
            "version": chart.version,
            "folder": f"charts/{chart.name}",
            "archive": f"charts/{chart.archive}",
            "values_file": f"charts/{chart.name}/values-{place.name}.yaml",
        },
        "manifests": {"folder": folder, "files": "\n".join(paths)},
        "kustomize": {"overlay": f"kustomize/overlays/{place.name}"},
        "workloads": [f"{item['kind'].lower()}/{item['metadata']['name']}" for item in objects if _is_rolled_out(item)],
        "smoke": _address(objects) if answers.smoke_probe else None,
        "canary": answers.strategy.kind == "canary",
        "helm_task": answers.helm_task,
        "timeout_seconds": answers.rollout_timeout_minutes * 60,
        "create_namespace": " --create-namespace" if answers.create_namespace else "",
        "trace": trace.model_dump(),
        "actions": answers.actions.model_dump(),
        "infrastructure": infrastructure.values_in(place) if infrastructure else None,
        "identity_settings": infrastructure.identity_settings(chart, place) if infrastructure else [],
        "kubeconfig": f"${{{{ secrets.{place.kubeconfig_secret} }}}}",
    }


def objects_in(manifests: Part, environment: str) -> list[dict[str, Any]]:
    """Return the objects of an environment.

    Args:
        manifests: what the chart renders to.
        environment: the environment.
    """
    files = [file for file in manifests.files if file.path.startswith(f"{environment}/")]
    documents = [
        document.data
        for file in files
        for document in parse_documents(file.content.decode(), f"manifests/{file.path}", read_for_cluster)
    ]
    return [data for data in documents if isinstance(data, dict)]


def _is_rolled_out(item: dict[str, Any]) -> bool:
    return item.get("kind") in _ROLLED_OUT


def _address(objects: list[dict[str, Any]]) -> str | None:
    """Return the first published address, with the path that tells readiness; none, if nothing is published."""
    for item in objects:
        for rule in item.get("spec", {}).get("rules", []) if item.get("kind") == "Ingress" else []:
            if "*" not in rule.get("host", "*"):
                scheme = "https" if item["spec"].get("tls") else "http"
                return f"{scheme}://{rule['host']}{_path(rule, objects)}"
    return None


def _path(rule: dict[str, Any], objects: list[dict[str, Any]]) -> str:
    """Return the path of the readiness probe where the rule publishes it, else the rule's own."""
    published = [entry.get("path", "/") for entry in rule.get("http", {}).get("paths", [])]
    for item in objects:
        if _is_rolled_out(item):
            for container in item["spec"]["template"]["spec"]["containers"]:
                path = container.get("readinessProbe", {}).get("httpGet", {}).get("path")
                if path and _PLAIN_PATH.fullmatch(path) and any(path.startswith(prefix) for prefix in published):
                    return str(path)
    return next((path for path in published if _PLAIN_PATH.fullmatch(path)), "/")
