from collections.abc import Callable
from typing import Any

import pytest

from foundation.catalog.library import TemplateLibrary
from foundation.model.bundle.bundle import Bundle
from plugins.overlay_merge.merge import merge_component

Problems = Callable[..., list[tuple[str, str | None]]]
WORKER = {"type": "worker", "transport": "queue", "enable_keda": True}
QUEUE = {"type": "azure-queue", "metadata": {"queueName": "a"}}
CPU = {"type": "cpu", "metricType": "Utilization", "metadata": {"value": "60"}}


def keda(**fields: Any) -> dict[str, Any]:
    return {**WORKER, "keda": {"maxReplicaCount": 3, "triggers": [QUEUE], **fields}}


def asking(name: str, **reference: Any) -> dict[str, Any]:
    return {"triggers": [{**QUEUE, "authenticationRef": {"name": name, **reference}}]}


@pytest.mark.parametrize(
    ("component", "expected"),
    [
        (keda(), []),
        (keda(minReplicaCount=2, idleReplicaCount=0), []),
        (keda(**asking("of-others")), []),
        (keda(**asking("a"), authentications=[{"name": "a", "podIdentity": {"provider": "azure-workload"}}]), []),
        (keda(triggers=[CPU], minReplicaCount=1), []),
        (keda(triggers=[CPU, QUEUE]), []),
        (keda(triggers=[CPU]), [("keda-scale-to-zero", "component.keda.minReplicaCount")] * 2),
        (WORKER, [("missing-key", "component.enable_keda")] * 4),
        (keda(triggers=[]), [("missing-key", "component.enable_keda")] * 2),
        (keda(minReplicaCount=4), [("keda-bounds", "component.keda.minReplicaCount")] * 2),
        (keda(idleReplicaCount=0), [("keda-bounds", "component.keda.idleReplicaCount")] * 2),
        (
            keda(**asking("b"), authentications=[{"name": "a", "podIdentity": {"provider": "azure-workload"}}]),
            [("authentication-unknown", "component.keda.triggers[0].authenticationRef")],
        ),
        (
            keda(
                **asking("b", kind="ClusterTriggerAuthentication"),
                authentications=[{"name": "a", "podIdentity": {"provider": "azure-workload"}}],
            ),
            [],
        ),
        (
            keda(authentications=[{"name": "a", "env": [{"parameter": "p", "name": "P"}]}] * 2),
            [("authentication-twice", "component.keda.authentications[a]")],
        ),
        (
            {**keda(), "enable_hpa": True, "autoscale": {"minReplicas": 1, "maxReplicas": 2}},
            [("autoscalers-twice", "component.enable_keda")] * 2,
        ),
        ({**keda(), "type": "job"}, []),
        ({**keda(triggers=[CPU]), "type": "job"}, []),
        ({**keda(scalingStrategy={"strategy": "accurate"}), "type": "job"}, []),
        ({**keda(cooldownPeriod=5), "type": "job"}, [("keda-setting", "component.keda.cooldownPeriod")]),
        (keda(rollout={"strategy": "gradual"}), [("keda-setting", "component.keda.rollout")]),
        (
            {**keda(), "type": "daemon"},
            [("setting-not-supported", "component.enable_keda"), ("setting-not-supported", "component.keda")],
        ),
    ],
)
def test_a_scaled_object_says_what_it_needs(component: dict[str, Any], expected: list[Any], problems: Problems) -> None:
    assert problems(None, **component) == expected


def test_a_mistake_of_an_environment_stands_there(problems: Problems) -> None:
    wrong = keda(**asking("b"), authentications=[{"name": "a", "podIdentity": {"provider": "azure-workload"}}])
    settings = {name: wrong[name] for name in ("enable_keda", "keda")}
    component = {name: value for name, value in wrong.items() if name not in settings}
    found = problems({"environments": {"prod": settings}}, **component)
    assert found == [("authentication-unknown", "environments.prod.keda.triggers[0].authenticationRef")]


def test_the_autoscaler_of_a_profile_makes_way_for_keda(
    library: TemplateLibrary, bundle_of: Callable[..., Bundle]
) -> None:
    effective = merge_component(bundle_of(None, **keda()), library.load("worker", None), ["prod"])
    (prod,) = effective.environments
    assert (prod.settings.enable_hpa, prod.origins["enable_hpa"]) == (False, "component")


OFF = {"type": "worker", "transport": "queue"}
SCALE = {"minReplicas": 12, "maxReplicas": 3}


@pytest.mark.parametrize(
    ("fields", "component", "expected"),
    [
        ({"environments": {"dev": {"autoscale": {"minReplicas": 12}}}}, {}, []),
        (
            {"environments": {"dev": {}}},
            {"autoscale": SCALE},
            [("autoscale-bounds", "component.autoscale.minReplicas")],
        ),
        (
            {"environments": {"dev": {"autoscale": SCALE}}},
            {},
            [("autoscale-bounds", "environments.dev.autoscale.minReplicas")],
        ),
        # Where another environment uses it, that one is asked.
        (
            {"environments": {"test": {"enable_hpa": True, "autoscale": {"maxReplicas": 30}}}},
            {"autoscale": SCALE, "enable_hpa": False},
            [],
        ),
        (
            {},
            {**OFF, "keda": {"minReplicaCount": 4, "maxReplicaCount": 3}},
            [("keda-bounds", "component.keda.minReplicaCount")],
        ),
        ({}, {**OFF, "keda": {"minReplicaCount": 4}}, []),
        ({}, {**OFF, "keda": {"triggers": [CPU]}}, []),
        (
            {},
            {**OFF, "type": "job", "keda": {"cooldownPeriod": 5}},
            [("keda-setting", "component.keda.cooldownPeriod")],
        ),
    ],
)
def test_what_could_never_be_right_is_a_mistake_while_the_switch_is_off(
    fields: dict[str, Any], component: dict[str, Any], expected: list[tuple[str, str]], problems: Problems
) -> None:
    assert sorted(set(problems(fields, **component))) == expected
