"""An ApplicationSet of Argo CD: one object that makes the Application of every environment."""

from collections.abc import Iterable
from typing import Any

from foundation.model.base import FrozenModel
from foundation.model.chart.chart import Chart
from foundation.model.policy.delivery import DeliveryPolicy
from plugins.pipeline_builder.answers import Place
from plugins.pipeline_builder.gitops.argo_cd import API_VERSION, server_of, source_spec, sync_policy
from plugins.pipeline_builder.gitops.source import ChartInRegistry, FolderInGit

FILE = "applicationset.yaml"
_ENVIRONMENT = "{{.environment}}"


class Member(FrozenModel):
    """An environment in the set.

    Attributes:
        place: the environment.
        name: name of its Application.
        source: where it is fetched from.
    """

    place: Place
    name: str
    source: ChartInRegistry | FolderInGit


def application_set(
    members: list[Member], name: str, metadata: dict[str, dict[str, str]], chart: Chart, answers: DeliveryPolicy
) -> dict[str, Any]:
    """Return the object.

    What the Applications have in common stands in its template, what tells them apart in the elements of a list.
    Environments that deploy by themselves and those that wait for a person have a list each, since no parameter can
    stand for a whole policy.

    Args:
        members: the environments, in their order.
        name: name of the object.
        metadata: labels and annotations that do not depend on the environment.
        chart: the chart.
        answers: how they are deployed.
    """
    spec = {
        "goTemplate": True,
        "goTemplateOptions": ["missingkey=error"],
        "generators": _generators(members, answers),
        # Whoever deletes the set, or an environment from it, does not delete what runs there.
        "syncPolicy": {"preserveResourcesOnDeletion": True},
        "template": _template(members, metadata, chart, answers),
    }
    own = {"name": name, **metadata, "namespace": answers.argo_cd.namespace}
    return {"apiVersion": API_VERSION, "kind": "ApplicationSet", "metadata": own, "spec": spec}


def _generators(members: list[Member], answers: DeliveryPolicy) -> list[dict[str, Any]]:
    """Return the lists; where there are two, the first has a policy of its own over that of the template."""
    by_itself = [member for member in members if _is_automated(member, answers)]
    waiting = [member for member in members if member not in by_itself]
    if not (by_itself and waiting):
        return [_list(members, members, answers)]
    sync = sync_policy(by_itself[0].place, answers)
    own = {"metadata": {}, "spec": {"project": answers.argo_cd.project, "destination": {}, "syncPolicy": sync}}
    first = _list(by_itself, members, answers)
    return [{"list": {**first["list"], "template": own}}, _list(waiting, members, answers)]


def _is_automated(member: Member, answers: DeliveryPolicy) -> bool:
    return "automated" in sync_policy(member.place, answers)


def _list(listed: list[Member], members: list[Member], answers: DeliveryPolicy) -> dict[str, Any]:
    return {"list": {"elements": [_element(member, members, answers) for member in listed]}}


def _element(member: Member, members: list[Member], answers: DeliveryPolicy) -> dict[str, str]:
    place, source = member.place, member.source
    element = {"environment": place.name, "name": member.name, "server": server_of(place, answers)}
    if _differ(other.source.address for other in members):
        element["repository"] = source.address
    return {**element, "path": source.path} if isinstance(source, FolderInGit) else element


def _template(
    members: list[Member], metadata: dict[str, dict[str, str]], chart: Chart, answers: DeliveryPolicy
) -> dict[str, Any]:
    last = next((member for member in reversed(members) if not _is_automated(member, answers)), members[-1])
    source = source_spec(_ENVIRONMENT, last.source, chart)
    if _differ(member.source.address for member in members):
        source["repoURL"] = "{{.repository}}"
    if isinstance(last.source, FolderInGit):
        source["path"] = "{{.path}}"
    labels = dict(sorted({**metadata["labels"], "env": _ENVIRONMENT}.items()))
    return {
        "metadata": {"name": "{{.name}}", "labels": labels, "annotations": metadata["annotations"]},
        "spec": {
            "project": answers.argo_cd.project,
            "source": source,
            "destination": {"server": "{{.server}}", "namespace": chart.namespace},
            "syncPolicy": sync_policy(last.place, answers),
        },
    }


def _differ(values: Iterable[str]) -> bool:
    return len({*values}) > 1
