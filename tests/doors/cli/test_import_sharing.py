"""What several workloads share stays whole, and their namespaces follow: own ones, or those of the input."""

from typing import Any

import pytest

from tests.support.manifests import Made, pod, service, told, workload

CONTAINER = '{name: r, image: "a/reviews:1.20.3", ports: [{containerPort: 9080}], envFrom: [{configMapRef: {name: c}}]}'
CONFIG = '{apiVersion: v1, kind: ConfigMap, metadata: {name: c}, data: {DETAILS_ADDR: "details:9080"}}\n'
ACCOUNT = "{apiVersion: v1, kind: ServiceAccount, metadata: {name: reader}}\n"
PORT = "{name: http, port: 9080}"


def reviews(labels: str) -> list[str]:
    found = []
    for version in ("v1", "v2"):
        template = pod(f"{labels}, version: {version}", CONTAINER, serviceAccountName="reader")
        found.append(workload("Deployment", f"reviews-{version}", template))
    details = '{name: d, image: "a/d:1.0.0", ports: [{containerPort: 9080}]}'
    beside = [workload("Deployment", "details", pod("app: details", details)), service("details", "app: details", PORT)]
    return [*found, *beside, service("reviews", labels, PORT), CONFIG, ACCOUNT]


def labels_of(objects: dict[str, Any], name: str) -> dict[str, str]:
    labels: dict[str, str] = objects[name]["spec"]["template"]["metadata"]["labels"]
    return labels


@pytest.mark.parametrize(
    ("labels", "selector"),
    [
        ("app: reviews", {"app": "reviews"}),
        ("app.kubernetes.io/name: reviews", {"shared-service": "reviews"}),
    ],
)
def test_one_service_leads_to_both_versions(made: Made, labels: str, selector: dict[str, str]) -> None:
    objects, err = made(*reviews(labels))
    assert {name for name in objects if name.startswith(("Service/", "ConfigMap/", "ServiceAccount/"))} == {
        "Service/reviews",
        "Service/details",
        "ConfigMap/c",
        "ServiceAccount/reader",
        "ServiceAccount/details",
    }
    assert objects["Service/reviews"]["spec"]["selector"] == selector
    for name in ("Deployment/reviews-v1", "Deployment/reviews-v2"):
        assert selector.items() <= labels_of(objects, name).items()
        assert objects[name]["metadata"]["namespace"] == "cs-acme-reviews"
        (rule,) = objects[name.replace("Deployment", "NetworkPolicy")]["spec"]["ingress"]
        assert rule["ports"] == [{"protocol": "TCP", "port": 9080}]
    assert objects["Service/reviews"]["metadata"]["namespace"] == "cs-acme-reviews"
    assert objects["Deployment/details"]["metadata"]["namespace"] == "cs-acme-details"
    assert objects["ConfigMap/c"]["data"] == {"DETAILS_ADDR": "details.cs-acme-details:9080"}
    shared = "it leads to the pods of reviews-v1, reviews-v2; reviews-v1 brings it along, and they share a namespace"
    assert told(err, "service-shared") == [shared, shared]
    assert told(err, "object-shared") == ["reviews-v1 brings it along, and reviews-v2 refers to it there"]


def test_a_config_map_of_components_in_several_namespaces_is_told(made: Made) -> None:
    alone = [workload("Deployment", name, pod(f"app: {name}", CONTAINER)) for name in ("one", "two")]
    _, err = made(*alone, CONFIG)
    assert told(err, "object-shared") == ["one, two use it, and each gets one of its own, in its namespace"]


POLICY = """\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: details, namespace: shop}
spec: {podSelector: {matchLabels: {app: details}}, ingress: [{from: [{podSelector: {matchLabels: {app: front}}}]}]}
"""


def test_the_namespace_of_the_input_can_be_kept(made: Made) -> None:
    front = '{name: front, image: "a/front:1.0.0", args: ["--details=http://details:9080"]}'
    details = '{name: d, image: "a/d:1.0.0", ports: [{containerPort: 9080}]}'
    shop = [
        workload("Deployment", "front", pod("app: front", front), namespace="shop"),
        workload("Deployment", "details", pod("app: details", details), namespace="shop"),
        service("details", "app: details", PORT, namespace="shop"),
        POLICY,
    ]
    objects, err = made(*shop, flags=("--namespace", "keep"))
    assert {item["metadata"]["namespace"] for item in objects.values()} == {"shop"}
    (own,) = objects["Deployment/front"]["spec"]["template"]["spec"]["containers"]
    assert own["args"] == ["--details=http://details:9080"]
    (rule,) = objects["NetworkPolicy/details"]["spec"]["ingress"]
    assert rule["from"] == [{"podSelector": {"matchLabels": {"app": "front"}}}]
    assert told(err, "short-host-name") == []
    assert "metadata.namespace is left out" not in err


def test_a_compose_file_can_stay_in_one_namespace(made: Made) -> None:
    text = """\
name: shop
services:
  web: {image: "a/web:1.0.0", environment: {DB: "http://db:5432"}}
  db: {image: "a/db:1.0.0", expose: [5432]}
"""
    objects, _ = made(text, flags=("--namespace", "keep"))
    assert {item["metadata"]["namespace"] for item in objects.values()} == {"cs-acme-shop"}
    (own,) = objects["Deployment/web"]["spec"]["template"]["spec"]["containers"]
    assert own["env"][0]["value"] == "http://db:5432"
    peers = [peer for rule in objects["NetworkPolicy/web"]["spec"]["egress"] for peer in rule.get("to", [])]
    assert {
        "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "cs-acme-shop"}},
        "podSelector": {"matchLabels": {"app.kubernetes.io/name": "db"}},
    } in peers
