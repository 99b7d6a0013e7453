"""A person changes values of an emitted chart: it renders what was meant, or says what is missing."""

from collections.abc import Callable

import pytest

from foundation.helm.errors import RenderError
from foundation.helm.native import NativeHelmEngine
from tests.support.generation import Case, Generated, case_named

Values = Callable[[str], dict[str, str]]


@pytest.fixture(scope="module")
def render(generated: Callable[[Case], Generated]) -> Values:
    made = generated(case_named("order-service"))
    archive = made.archive.read_bytes()
    return lambda values: NativeHelmEngine().render(archive, values, "orderservice", "elsewhere")


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ("ingress: {enabled: true}", "ingress.enabled needs ingress.hosts"),
        (
            "service: {enabled: false}\n"
            "ingress: {enabled: true, hosts: [{host: a.b, paths: [{path: /, pathType: Prefix, port: http}]}]}",
            "needs service.enabled",
        ),
        ("autoscaling: {enabled: true, minReplicas: 9, maxReplicas: 3}", "minReplicas must not be above"),
        ("autoscaling: {enabled: true, targetCPUUtilizationPercentage: 0}", "autoscaling needs target"),
        ("otel: {sidecar: {enabled: true}}", "otel.sidecar.enabled needs"),
        ("replicaCount: -1", "minimum"),
        ("replicaCounts: 2", "replicaCounts"),
        ("image: {pullPolicy: Foo}", "pullPolicy"),
    ],
)
def test_what_cannot_be_says_so(render: Values, values: str, message: str) -> None:
    with pytest.raises(RenderError, match=message):
        render(values)


def test_switches_switch(render: Values) -> None:
    assert "hpa.yaml" in render("autoscaling: {enabled: true, maxReplicas: 5}")
    off = render(
        "networkPolicy: {enabled: false}\notel: {enabled: false}\nrbac: {create: false}\nscratch: []\n"
        "serviceAccount: {tokenExpirationSeconds: 0}"
    )
    assert sorted(off) == ["deployment.yaml", "poddisruptionbudget.yaml", "service.yaml", "serviceaccount.yaml"]
    assert "volume" not in off["deployment.yaml"]
    assert "replicas: 7\n" in render("replicaCount: 7")["deployment.yaml"]


def test_the_namespace_can_be_left_to_the_release(render: Values) -> None:
    assert 'namespace: "elsewhere"\n' in render('namespaceOverride: ""')["service.yaml"]
