"""What publishes a component, the mesh, event scaling and secrets, as they come out of a whole run."""

from typing import Any

import pytest
import yaml

from agent.bootstrap import Agent
from foundation.source.bundle import bundle_from_data
from tests.plugins.helm_chart_builder.conftest import Render
from tests.properties.text_fields import bundle_with
from tests.support.generation import request_of
from tests.support.sealed import sealed

GATEWAY = {"enable_ingress": True, "traffic": "gateway-api"}
ISTIO = {"enable_ingress": True, "traffic": "istio", "service_mesh_enabled": True}
DATABASE = {"transport": "tcp", "ports": [{"name": "db", "port": 5432}]}
HOSTS = [
    {"host": "a.connectsoft.dev"},
    {"host": "b.connectsoft.dev", "paths": [{"path": "/api/", "port": 8081}, {"path": "/x", "pathType": "Exact"}]},
    {"host": "c.connectsoft.dev"},
]
TWO_PORTS = [{"name": "http", "port": 80, "targetPort": 8080}, {"name": "api", "port": 8081}]
#: Files that a chart has only where something in them is used.
OPTIONAL = {
    "routes", "virtualservice", "destinationrule", "peerauthentication", "scaledobject", "triggerauthentication",
    "secret", "secretproviderclass",
}  # fmt: skip


def specs(objects: list[dict[str, Any]]) -> list[tuple[str, str, dict[str, Any]]]:
    return [(each["apiVersion"], each["kind"], each["spec"]) for each in objects]


def pod(objects: dict[str, list[dict[str, Any]]], workload: str = "deployment") -> dict[str, Any]:
    template: dict[str, Any] = objects[workload][0]["spec"]["template"]
    return template


PARENTS = [{"name": "public", "namespace": "gateway-system"}]
OWN = [{"name": "webdemo", "port": 5432}]
TO_DATABASE = [{"destination": {"host": "webdemo", "port": {"number": 5432}}}]


@pytest.mark.parametrize(
    ("component", "expected"),
    [
        (
            GATEWAY,
            (
                "HTTPRoute",
                "v1",
                {
                    "hostnames": ["webdemo-acme-dev.connectsoft.dev"],
                    "rules": [
                        {
                            "matches": [{"path": {"type": "PathPrefix", "value": "/"}}],
                            "backendRefs": [{"name": "webdemo", "port": 80}],
                        }
                    ],
                },
            ),
        ),
        (
            {**GATEWAY, "transport": "grpc", "service": {"name": "quotes"}},
            (
                "GRPCRoute",
                "v1",
                {
                    "hostnames": ["webdemo-acme-dev.connectsoft.dev"],
                    "rules": [{"backendRefs": [{"name": "quotes", "port": 50051}]}],
                },
            ),
        ),
        ({**GATEWAY, **DATABASE}, ("TCPRoute", "v1alpha2", {"rules": [{"backendRefs": OWN}]})),
        (
            {**GATEWAY, **DATABASE, "gateway": {"tlsRules": [{}]}},
            (
                "TLSRoute",
                "v1alpha2",
                {"hostnames": ["webdemo-acme-dev.connectsoft.dev"], "rules": [{"backendRefs": OWN}]},
            ),
        ),
        (
            {**GATEWAY, **DATABASE, "gateway": {"tcpRules": [{"backendRefs": [{"name": "other", "port": 1}]}]}},
            ("TCPRoute", "v1alpha2", {"rules": [{"backendRefs": [{"name": "other", "port": 1}]}]}),
        ),
    ],
)
def test_routes_of_each_transport(component: dict[str, Any], expected: Any, render: Render) -> None:
    objects = render(**component)
    kind, version, spec = expected
    assert specs(objects["routes"]) == [
        (f"gateway.networking.k8s.io/{version}", kind, {"parentRefs": PARENTS, **spec}),
    ]
    assert "ingress" not in objects


def test_hosts_with_the_same_paths_share_a_route(render: Render) -> None:
    first, second = render(**GATEWAY, ports=TWO_PORTS, ingress={"hosts": HOSTS})["routes"]
    assert first["spec"]["hostnames"] == ["a.connectsoft.dev", "c.connectsoft.dev"]
    assert second["metadata"]["name"] == "webdemo-2"
    assert second["spec"]["hostnames"] == ["b.connectsoft.dev"]
    found = [(rule["matches"][0]["path"], rule["backendRefs"][0]["port"]) for rule in second["spec"]["rules"]]
    assert found == [
        ({"type": "PathPrefix", "value": "/api/"}, 8081),
        ({"type": "Exact", "value": "/x"}, 80),
    ]


def test_a_route_to_another_service_names_it(render: Render) -> None:
    further = [{"name": "admin", "ports": [{"name": "web", "port": 9000, "targetPort": 8080}]}]
    hosts = [{"host": "a.connectsoft.dev", "paths": [{"path": "/", "service": "admin", "port": "web"}]}]
    objects = render(**GATEWAY, services=further, ingress={"hosts": hosts})
    assert objects["routes"][0]["spec"]["rules"][0]["backendRefs"] == [{"name": "admin", "port": 9000}]
    objects = render(**ISTIO, services=further, ingress={"hosts": hosts})
    destination = {"host": "admin", "port": {"number": 9000}}
    assert objects["virtualservice"][0]["spec"]["http"][0]["route"] == [{"destination": destination}]


def test_a_path_in_istio_takes_what_it_takes_in_an_ingress(render: Render) -> None:
    first, second = render(**ISTIO, ports=TWO_PORTS, ingress={"hosts": HOSTS})["virtualservice"]
    assert first["spec"]["hosts"] == ["a.connectsoft.dev", "c.connectsoft.dev"]
    assert [entry["match"] for entry in first["spec"]["http"]] == [[{"uri": {"prefix": "/"}}]]
    assert [entry["match"] for entry in second["spec"]["http"]] == [
        [{"uri": {"exact": "/api"}}, {"uri": {"prefix": "/api/"}}],
        [{"uri": {"exact": "/x"}}],
    ]


@pytest.mark.parametrize(
    ("component", "expected"),
    [
        (
            DATABASE,
            {"tcp": [{"match": [{"port": 5432}], "route": TO_DATABASE}]},
        ),
        (
            {"virtual_service": {"http": [{"redirect": {"uri": "/a"}}, {"timeout": "5s"}]}},
            {
                "http": [
                    {"redirect": {"uri": "/a"}},
                    {"timeout": "5s", "route": [{"destination": {"host": "webdemo", "port": {"number": 80}}}]},
                ]
            },
        ),
    ],
)  # fmt: skip
def test_routes_of_istio(component: dict[str, Any], expected: dict[str, Any], render: Render) -> None:
    spec = render(**ISTIO, **component)["virtualservice"][0]["spec"]
    assert {key: spec[key] for key in ("http", "tls", "tcp") if key in spec} == expected
    assert spec["gateways"] == ["istio-ingress/public"]


def test_only_who_brings_traffic_may_call_what_names_its_callers(render: Render) -> None:
    def outside(**component: Any) -> Any:
        policy = render(called_by=[{"component": "A"}], **component)["networkpolicy"][0]["spec"]
        return policy["ingress"][-1]["from"][0]["namespaceSelector"]["matchLabels"]["kubernetes.io/metadata.name"]

    assert outside(enable_ingress=True) == "ingress-nginx"
    assert outside(**GATEWAY) == "gateway-system"
    assert outside(**ISTIO) == "istio-ingress"


def test_istio_gets_its_objects(render: Render) -> None:
    rule = {"trafficPolicy": {"connectionPool": {"tcp": {"maxConnections": 5}}}}
    objects = render(service_mesh_enabled=True, service_mesh={"mtls": "PERMISSIVE", "destination_rule": rule})
    assert pod(objects)["metadata"]["labels"]["sidecar.istio.io/inject"] == "true"
    assert objects["peerauthentication"][0]["spec"]["mtls"] == {"mode": "PERMISSIVE"}
    assert objects["destinationrule"][0]["spec"] == {
        "host": "webdemo",
        "trafficPolicy": {**rule["trafficPolicy"], "tls": {"mode": "ISTIO_MUTUAL"}},
    }
    assert "virtualservice" not in objects


def test_linkerd_asks_by_annotations_and_is_called_at_its_proxy(render: Render) -> None:
    mesh = {"provider": "linkerd", "annotations": {"config.linkerd.io/proxy-cpu-limit": "1"}}
    objects = render(service_mesh_enabled=True, service_mesh=mesh, called_by=[{"component": "A"}], calls=[
        {"component": "B", "ports": [80]}, {"host": "example.org", "ports": [443]}
    ])  # fmt: skip
    annotations = pod(objects)["metadata"]["annotations"]
    assert {name: value for name, value in annotations.items() if "linkerd" in name} == {
        "linkerd.io/inject": "enabled",
        "config.linkerd.io/default-inbound-policy": "all-authenticated",
        "config.linkerd.io/proxy-cpu-limit": "1",
    }
    policy = objects["networkpolicy"][0]["spec"]
    assert [port["port"] for port in policy["ingress"][0]["ports"]] == ["http", 4143]
    assert [[port["port"] for port in rule["ports"]] for rule in policy["egress"]] == [
        [53, 53],
        [8080, 8086, 8090],
        [80, 4143],
        [443],
    ]
    assert objects.keys().isdisjoint({"destinationrule", "peerauthentication"})


@pytest.mark.parametrize(
    ("provider", "annotation"),
    [
        ("istio", "sidecar.istio.io/nativeSidecar"),
        ("linkerd", "config.beta.linkerd.io/proxy-enable-native-sidecar"),
    ],
)
def test_the_proxy_of_a_job_ends_with_it(provider: str, annotation: str, render: Render) -> None:
    job = {"type": "job", "transport": "queue", "service_mesh_enabled": True, "service_mesh": {"provider": provider}}
    assert pod(render(**job), "job")["metadata"]["annotations"][annotation] == "true"
    lasting = {**job, "type": "microservice"}
    assert annotation not in pod(render(**lasting))["metadata"]["annotations"]


@pytest.mark.parametrize(
    ("component", "workload", "kind"),
    [
        ({"type": "worker", "transport": "queue"}, "deployment", "Deployment"),
        ({"type": "stateful-service"}, "statefulset", "StatefulSet"),
    ],
)
def test_keda_owns_the_number_of_pods(component: dict[str, Any], workload: str, kind: str, render: Render) -> None:
    keda = {
        "minReplicaCount": 2,
        "maxReplicaCount": 3,
        "triggers": [{"type": "redis", "metadata": {"listName": "a"}, "authenticationRef": {"name": "login"}}],
        "authentications": [{"name": "login", "secretTargetRef": [{"parameter": "password", "key": "redis"}]}],
        "fallback": {"failureThreshold": 3, "replicas": 2},
    }
    objects = render(**component, enable_keda=True, keda=keda)
    assert objects["scaledobject"][0]["spec"] == {
        "scaleTargetRef": {"apiVersion": "apps/v1", "kind": kind, "name": "webdemo"},
        **{key: value for key, value in keda.items() if key != "authentications"},
    }
    assert objects["triggerauthentication"][0]["spec"] == {
        "secretTargetRef": [{"parameter": "password", "key": "redis", "name": "cs-webdemo-secrets-dev"}]
    }
    assert "replicas" not in objects[workload][0]["spec"]
    assert "hpa" not in objects
    assert "poddisruptionbudget" in objects


def test_keda_starts_jobs_for_the_work_that_waits(render: Render) -> None:
    keda = {"maxReplicaCount": 3, "triggers": [{"type": "redis", "metadata": {"listName": "a"}}]}
    objects = render(type="job", transport="queue", enable_keda=True, keda=keda)
    spec = objects["scaledjob"][0]["spec"]
    assert spec["jobTargetRef"]["backoffLimit"] == 3
    assert spec["jobTargetRef"]["template"]["spec"]["restartPolicy"] == "Never"
    assert {key: spec[key] for key in keda} == keda
    assert "job" not in objects
    assert "scaledjob" not in render(type="job", transport="queue")


def test_secrets_are_references(render: Render) -> None:
    identity = "5f8f2a4c-0d1b-4c55-9a3e-6b7d8e9f0a1b"
    objects = render(
        key_vault={"name": "acme", "tenant_id": identity, "client_id": identity},
        secret_store={"name": "vault", "kind": "SecretStore"},
        secrets=[
            {"name": "files", "provider": "key-vault", "objects": [{"name": "a-key", "type": "key"}]},
            {
                "provider": "external-secrets",
                "data": [{"secretKey": "k", "remoteRef": {"key": "r"}}],
                "template": {"data": {"url": "amqp://{{ .k }}@bus\n"}},
                "type": "example.org/url",
            },
            {"name": "seal", "provider": "sealed", "encrypted_data": {"k": sealed()}, "scope": "cluster-wide"},
        ],
    )
    (provider_class,) = objects["secretproviderclass"]
    assert "secretObjects" not in provider_class["spec"]
    entries = yaml.safe_load(provider_class["spec"]["parameters"]["objects"])["array"]
    assert [yaml.safe_load(entry) for entry in entries] == [{"objectName": "a-key", "objectType": "key"}]
    external, of_sealed = objects["secret"]
    assert external["metadata"]["name"] == external["spec"]["target"]["name"] == "cs-webdemo-secrets-dev"
    assert external["spec"]["secretStoreRef"] == {"kind": "SecretStore", "name": "vault"}
    assert external["spec"]["target"]["template"] == {
        "type": "example.org/url",
        "data": {"url": "amqp://{{ .k }}@bus\n"},
    }
    assert of_sealed["metadata"]["annotations"]["sealedsecrets.bitnami.com/cluster-wide"] == "true"
    assert of_sealed["spec"]["encryptedData"] == {"k": sealed()}
    spec = pod(objects)["spec"]
    mounts = [mount["mountPath"] for mount in spec["containers"][0]["volumeMounts"] if "secrets" in mount["mountPath"]]
    assert mounts == ["/mnt/secrets/files", "/mnt/secrets/cs-webdemo-secrets-dev", "/mnt/secrets/seal"]
    assert {each["kind"] for group in objects.values() for each in group}.isdisjoint({"Secret"})


def test_a_chart_has_these_files_only_where_they_are_used(agent: Agent) -> None:
    def files(**given: Any) -> set[str]:
        bundle = bundle_from_data(bundle_with(given), "bundle")
        result = agent.runner.generate(request_of(bundle, None))
        assert result.artifacts is not None
        paths = [file.path for file in result.artifacts.under("charts/webdemo/templates/")]
        return {path.rpartition("/")[2].removesuffix(".yaml") for path in paths} & OPTIONAL

    assert files() == set()
    prod = {"environments": {"prod": {"enable_ingress": True, "traffic": "gateway-api"}}, "target_environment": None}
    assert files(bundle=prod) == {"routes"}
    assert files(service_mesh_enabled=True) == {"destinationrule", "peerauthentication"}
