"""Stages of Azure Pipelines."""

from collections.abc import Callable
from typing import Any

from foundation.model.bundle.effective import EffectiveComponent
from foundation.model.policy.delivery import DeliveryPolicy
from foundation.model.run.trace import Trace
from plugins.pipeline_builder.answers import Place, identifier

#: How a template writes the folder of the output; whoever includes the stages says where it is.
ROOT = "${{ parameters.root }}"
#: How the first stage of one of several components writes what it waits for; whoever includes them all says it.
AFTER = "${{ parameters.after }}"
#: Ids that pipelines carry as variables, so that logs and later stages can name them.
TRACED = ("trace_id", "blueprint_id", "component_scope", "execution_id")
#: Name of the job that deploys Azure resources, and of its step that tells what they are called.
PROVISION = "infrastructure"
#: What the deployment knows of them: the client id of the identity.
_CLIENT_ID = {
    "name": "identityClientId",
    "value": f"$[ dependencies.{PROVISION}.outputs['{PROVISION}.identityClientId'] ]",
}

#: Returns the steps of a section (check, deploy, verify, finish, undo; preview and provision of Azure resources) for an
#: environment.
Sections = Callable[[str, Place], list[dict[str, Any]]]


def stages_file(
    places: list[Place],
    effective: EffectiveComponent,
    trace: Trace,
    answers: DeliveryPolicy,
    sections: Sections,
    *,
    among_others: bool = False,
) -> dict[str, Any]:
    """Return the file: stages to include, or a whole pipeline.

    Args:
        places: the environments, in their order.
        effective: the component.
        trace: the run's trace.
        answers: how it is deployed.
        sections: returns the steps.
        among_others: whether a pipeline may include the stages of other components too.
    """
    is_whole = answers.form == "pipeline"
    waits = among_others and not is_whole
    root = {"name": "root", "displayName": "Folder of the output", "type": "string", "default": answers.root}
    after = {"name": "after", "displayName": "Stages that come before", "type": "object", "default": []}
    whole = {"name": f"{effective.slug}-$(Date:yyyyMMdd)$(Rev:.r)", "trigger": "none"}
    stages = []
    for index, place in enumerate(places):
        before = [places[index - 1].stage] if index else AFTER if waits else []
        stages.append(_stage(place, before, effective, trace, answers, sections))
    return {**(whole if is_whole else {}), "parameters": [root, *([after] if waits else [])], "stages": stages}


def _stage(
    place: Place,
    before: list[str] | str,
    effective: EffectiveComponent,
    trace: Trace,
    answers: DeliveryPolicy,
    sections: Sections,
) -> dict[str, Any]:
    groups = [{"group": group} for group in place.groups]
    ids = [{"name": name, "value": getattr(trace, name)} for name in TRACED]
    check = _check_job([*sections("check", place), *sections("preview", place)], place, answers)
    approval = [_approval_job(place, effective, answers, check["job"])] if place.approval else []
    last = approval[0]["job"] if approval else check["job"]
    provision = _provision_job(sections("provision", place), place, answers, last)
    last = provision[0]["job"] if provision else last
    return {
        "stage": place.stage,
        "displayName": f"Deploy {effective.slug} to {place.name}",
        "dependsOn": before,
        "variables": [*groups, *ids],
        "jobs": [check, *approval, *provision, _deployment(place, effective, answers, sections, last)],
    }


def _check_job(steps: list[dict[str, Any]], place: Place, answers: DeliveryPolicy) -> dict[str, Any]:
    return {
        "job": "check",
        "displayName": f"Check what {place.name} would get",
        "pool": {"vmImage": answers.agent_image},
        "steps": [{"checkout": "self"}, *_connected(steps, place)],
    }


def _approval_job(place: Place, effective: EffectiveComponent, answers: DeliveryPolicy, after: str) -> dict[str, Any]:
    """Return a job without an agent that waits for a person (task ManualValidation)."""
    return {
        "job": "approve",
        "displayName": f"Agree to {place.name}",
        "dependsOn": after,
        "pool": "server",
        "timeoutInMinutes": answers.approvals.timeout_minutes,
        "steps": [
            {
                "task": "ManualValidation@1",
                "timeoutInMinutes": answers.approvals.timeout_minutes,
                "inputs": {
                    "notifyUsers": "\n".join(answers.approvals.notify),
                    "instructions": f"Deploy {effective.slug} {effective.chart_version} to {place.name}?",
                    "onTimeout": "reject",
                },
            }
        ],
    }


def _provision_job(
    steps: list[dict[str, Any]], place: Place, answers: DeliveryPolicy, after: str
) -> list[dict[str, Any]]:
    """Return the job that deploys the Azure resources, if anything does."""
    if not steps:
        return []
    return [
        {
            "job": PROVISION,
            "displayName": f"Deploy the Azure resources of {place.name}",
            "dependsOn": after,
            "pool": {"vmImage": answers.agent_image},
            "steps": [{"checkout": "self"}, *_connected(steps, place)],
        }
    ]


def _deployment(
    place: Place, effective: EffectiveComponent, answers: DeliveryPolicy, sections: Sections, after: str
) -> dict[str, Any]:
    tells_client_id = any(_CLIENT_ID["name"] in str(step) for step in sections("provision", place))

    def steps(name: str) -> list[dict[str, Any]]:
        return _connected(sections(name, place), place)

    hooks: dict[str, Any] = {"deploy": {"steps": [{"checkout": "self"}, *steps("deploy")]}}
    if verify := steps("verify"):
        hooks["postRouteTraffic"] = {"steps": verify}
    ends = {"failure": steps("undo"), "success": steps("finish")}
    if any(ends.values()):
        hooks["on"] = {name: {"steps": [{"checkout": "self"}, *found]} for name, found in ends.items() if found}
    return {
        "deployment": f"deploy_{identifier(effective.slug)}",
        "displayName": f"Deploy to {place.name}",
        "dependsOn": after,
        "environment": place.environment,
        **({"variables": [_CLIENT_ID]} if tells_client_id else {}),
        "pool": {"vmImage": answers.agent_image},
        "strategy": {answers.strategy.kind: {**_paced(answers), **hooks}},
    }


def _paced(answers: DeliveryPolicy) -> dict[str, Any]:
    strategy = answers.strategy
    if strategy.kind == "rolling":
        return {"maxParallel": strategy.max_parallel or 1}
    return {"increments": strategy.increments} if strategy.increments else {}


def _connected(steps: list[dict[str, Any]], place: Place) -> list[dict[str, Any]]:
    """Add to each task that talks to the cluster how it gets there."""
    found = []
    for step in steps:
        connection = _CONNECTIONS.get(str(step.get("task")).partition("@")[0])
        if connection is None or step.get("inputs", {}).get("action") == "bake":
            found.append(step)
        else:
            found.append({**step, "inputs": {**connection(place), **step.get("inputs", {})}})
    return found


def _helm(place: Place) -> dict[str, Any]:
    if place.cluster is None:
        return {"connectionType": "Kubernetes Service Connection", "kubernetesServiceConnection": place.connection}
    azure = {"connectionType": "Azure Resource Manager", "azureSubscription": place.connection}
    return azure | {"azureResourceGroup": place.resource_group, "kubernetesCluster": place.cluster}


def _manifest(place: Place) -> dict[str, Any]:
    if place.cluster is None:
        return {"connectionType": "kubernetesServiceConnection", "kubernetesServiceConnection": place.connection}
    azure = {"connectionType": "azureResourceManager", "azureSubscriptionConnection": place.connection}
    return azure | {"azureResourceGroup": place.resource_group, "kubernetesCluster": place.cluster}


def _kubectl(place: Place) -> dict[str, Any]:
    if place.cluster is None:
        return {"connectionType": "Kubernetes Service Connection", "kubernetesServiceEndpoint": place.connection}
    azure = {"connectionType": "Azure Resource Manager", "azureSubscriptionEndpoint": place.connection}
    return azure | {"azureResourceGroup": place.resource_group, "kubernetesCluster": place.cluster}


#: How each task wants its connection; the names differ from task to task.
_CONNECTIONS: dict[str, Callable[[Place], dict[str, Any]]] = {
    "HelmDeploy": _helm,
    "KubernetesManifest": _manifest,
    "Kubernetes": _kubectl,
    "AzureCLI": lambda place: {"azureSubscription": place.azure_connection},
}
