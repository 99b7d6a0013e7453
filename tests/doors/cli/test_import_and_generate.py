"""What manifests and compose files come to: imported, compiled, and nothing of it goes wrong without a word."""

import pytest
import yaml

from tests.support.manifests import Made, pod, told, workload

FRONT = '{name: front, image: "a/front:1.0.0", args: ["--catalog=http://catalog.shop.svc:8080"]}'
CATALOG = '{name: catalog, image: "a/catalog:1.0.0", ports: [{name: http, containerPort: 8080}]}'
POLICY = """\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: catalog, namespace: shop}
spec:
  podSelector: {matchLabels: {app: catalog}}
  %s
"""


def shop(policy: str) -> list[str]:
    return [
        workload("Deployment", "front", pod("app: front", FRONT), namespace="shop"),
        workload("Deployment", "catalog", pod("app: catalog", CATALOG), namespace="shop"),
        "{apiVersion: v1, kind: Service, metadata: {name: catalog, namespace: shop}, "
        "spec: {selector: {app: catalog}, ports: [{name: http, port: 8080}]}}\n",
        POLICY % policy,
    ]


def test_peers_are_found_where_they_are_from_now_on(made: Made) -> None:
    peers = "[{podSelector: {matchLabels: {app: front}}}, {podSelector: {matchLabels: {app: catalog}}}, %s]"
    beside = "{podSelector: {matchLabels: {app: elsewhere}}}, {podSelector: {}, namespaceSelector: {}}"
    objects, err = made(*shop(f"ingress: [{{from: {peers % beside}, ports: [{{port: 8080}}]}}]"))
    (rule,) = objects["NetworkPolicy/catalog"]["spec"]["ingress"]
    assert rule["from"] == [
        {
            "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "cs-acme-front"}},
            "podSelector": {"matchLabels": {"app": "front"}},
        },
        {"podSelector": {"matchLabels": {"app": "catalog"}}},
        {"podSelector": {"matchLabels": {"app": "elsewhere"}}},
        {"namespaceSelector": {}, "podSelector": {}},
    ]
    assert objects["Deployment/front"]["metadata"]["namespace"] == "cs-acme-front"
    assert objects["Deployment/front"]["spec"]["template"]["metadata"]["labels"]["app"] == "front"
    assert len(told(err, "peer-unknown")) == 1
    own = objects["Deployment/front"]["spec"]["template"]["spec"]["containers"][0]
    assert own["args"] == ["--catalog=http://catalog.cs-acme-catalog.svc:8080"]
    assert "args[0] said the host catalog.shop.svc, and says catalog.cs-acme-catalog.svc from now on" in err


def test_the_whole_namespace_is_every_component_of_it(made: Made) -> None:
    objects, _ = made(*shop("ingress: [{from: [{podSelector: {}}], ports: [{port: 8080}]}]"))
    (rule,) = objects["NetworkPolicy/catalog"]["spec"]["ingress"]
    assert [mapping.get("namespaceSelector") for mapping in rule["from"]] == [
        {"matchLabels": {"kubernetes.io/metadata.name": "cs-acme-front"}},
        None,
    ]


@pytest.mark.parametrize("egress", ["", "egress: [{}]\n  policyTypes: [Ingress, Egress]"])
def test_what_was_open_is_the_platforms(made: Made, egress: str) -> None:
    objects, err = made(*shop(f"ingress: [{{ports: [{{port: 8080}}]}}]\n  {egress}"))
    spec = objects["NetworkPolicy/catalog"]["spec"]
    assert spec["ingress"] == [{"ports": [{"port": 8080}]}]
    *same, _ = objects["NetworkPolicy/front"]["spec"]["egress"]  # a worker reaches queues besides
    assert spec["egress"] == same
    assert told(err, "not-carried") == [
        "spec.egress is left out: it is open, which the gate refuses; the platform's own rules take its place"
    ]


def test_short_forms_are_read_as_the_server_reads_them(made: Made) -> None:
    container = (
        '{name: a, image: "a/a:1.0.0", resources: {limits: {cpu: ".5", memory: "1.Gi"}, requests: {cpu: "+.25"}}, '
        "volumeMounts: [{name: c, mountPath: etc/app}]}"
    )
    issuer = "{apiVersion: cert-manager.io/v1, kind: Issuer, metadata: {generateName: own-}, spec: {selfSigned: {}}}\n"
    template = pod("app: a", container, volumes="[{name: c, emptyDir: {}}]")
    objects, err = made(workload("Deployment", "a", template, "strategy: {rollingUpdate: {maxSurge: 2}}\n  "), issuer)
    spec = objects["Deployment/a"]["spec"]
    (own,) = spec["template"]["spec"]["containers"]
    assert spec["strategy"] == {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 2}}
    assert (own["resources"]["limits"]["cpu"], own["resources"]["limits"]["memory"]) == ("0.5", "1Gi")
    assert own["resources"]["requests"]["cpu"] == "0.25"
    assert "/etc/app" in [mount["mountPath"] for mount in own["volumeMounts"]]
    assert told(err, "not-carried") == []
    assert told(err, "kind-unknown") == ["it is left out: a bundle holds no Issuer of cert-manager.io"]


def test_a_job_that_is_named_when_it_is_made_has_a_name_of_its_own(made: Made) -> None:
    job = """\
apiVersion: batch/v1
kind: Job
metadata: {generateName: migrate-}
spec: {template: {spec: {restartPolicy: Never, containers: [{name: m, image: "a/m:1.0.0"}]}}}
"""
    objects, err = made(job)
    assert [name for name in objects if name.startswith("Job/migrate")]
    assert "metadata.generateName is left out: the Job has a name of its own" in err


CONNECTION = "Server=sql;User Id=sa;Password=Pass@word;"
READERS = {
    "key": "env: [{name: Connection, valueFrom: {configMapKeyRef: {name: cfg, key: conn}}}]",
    "whole": "envFrom: [{prefix: DB_, configMapRef: {name: cfg}}]",
}


@pytest.mark.parametrize(("reader", "name"), [("key", "Connection"), ("whole", "DB_conn")])
@pytest.mark.parametrize("others", ["", ", other: x"])
def test_a_secret_in_a_config_map_becomes_a_reference(made: Made, reader: str, name: str, others: str) -> None:
    container = f'{{name: a, image: "a/a:1.0.0", {READERS[reader]}}}'
    config = f'{{apiVersion: v1, kind: ConfigMap, metadata: {{name: cfg}}, data: {{conn: "{CONNECTION}"{others}}}}}\n'
    objects, err = made(workload("Deployment", "a", pod("app: a", container)), config)
    (own,) = objects["Deployment/a"]["spec"]["template"]["spec"]["containers"]
    assert own["env"] == [
        {"name": f"{name}_SECRET", "valueFrom": {"secretKeyRef": {"name": "a-secrets", "key": f"{name}_SECRET"}}},
        {"name": name, "value": f"Server=sql;User Id=sa;Password=$({name}_SECRET);"},
    ]
    assert objects.get("ConfigMap/cfg", {}).get("data") == ({"other": "x"} if others else None)
    assert "configMapKeyRef" not in yaml.safe_dump(own)
    assert ("envFrom" in own) == (reader == "whole" and bool(others))
    assert told(err, "literal-secret") == [
        f"data.conn is left out: it holds a secret; {name} has its text now, and $({name}_SECRET) takes the secret's "
        f"place, from the key {name}_SECRET of the Secret a-secrets, and all else stays"
    ]
    assert "Pass@word" not in err


@pytest.mark.parametrize("headless", ["logs-headless", "logs-peers", "logs"])
def test_a_stateful_set_keeps_the_service_of_its_pods(made: Made, headless: str) -> None:
    container = '{name: logs, image: "a/logs:3.5.0", ports: [{name: http, containerPort: 3100}]}'
    names = dict.fromkeys(("logs", "logs-headless", "logs-memberlist", headless))
    more = f"serviceName: {headless}\n  updateStrategy: {{rollingUpdate: {{partition: 0}}}}\n  "
    ip = {"logs": ""}
    services = [
        f"{{apiVersion: v1, kind: Service, metadata: {{name: {name}}}, spec: {{{ip.get(name, 'clusterIP: None, ')}"
        "selector: {app: logs}, ports: [{name: http, port: 3100}]}}\n"
        for name in names
    ]
    objects, err = made(workload("StatefulSet", "logs", pod("app: logs", container), more), *services)
    assert objects["StatefulSet/logs"]["spec"]["serviceName"] == headless
    assert {name.partition("/")[2] for name in objects if name.startswith("Service/")} == set(names)
    assert told(err, "service-twice") == []


def test_secrets_of_compose_follow_the_policy(made: Made) -> None:
    objects, err = made(
        """\
services:
  api:
    image: registry.example.com/api:1.0.0
    ports: ["8080:8080"]
    command: [serve, --key=/etc/api/key.pem]
    environment: {DB_PASSWORD_FILE: /run/secrets/db-password, DB_HOST: db, OTHER: /run/secrets/db-password2}
    depends_on: [db]
    secrets: [db-password, {source: api_key, target: /etc/api/key.pem}]
secrets: {db-password: {external: true}, api_key: {external: true}}
"""
    )
    (own,) = objects["Deployment/api"]["spec"]["template"]["spec"]["containers"]
    files = {variable["name"]: variable["value"] for variable in own["env"]}
    names = ["/mnt/secrets/db-password/db-password", "db", "/run/secrets/db-password2"]
    assert [files[name] for name in ("DB_PASSWORD_FILE", "DB_HOST", "OTHER")] == names
    assert own["args"] == ["serve", "--key=/mnt/secrets/api-key/api_key"]
    mounts = {mount["mountPath"] for mount in own["volumeMounts"]}
    assert {"/mnt/secrets/db-password", "/mnt/secrets/api-key"} <= mounts
    assert "the file /run/secrets/db-password is /mnt/secrets/db-password/db-password now, and so env says" in err


DATABASE = """\
{name: mysql, image: "a/mysql:8.4.3", ports: [{name: mysql, containerPort: 3306}], \
volumeMounts: [{name: data, mountPath: /var/lib/mysql}]%s}"""
SILENT = """\
mysql: from now on user 10001 and group 10001, and not what the image says
mysql: from now on only volumes and /tmp can be written to
mysql: from now on limited to 200m of cpu, 256Mi of memory, 128Mi of ephemeral-storage"""
SAYING = (
    ", securityContext: {runAsUser: 20000, readOnlyRootFilesystem: true}, "
    "resources: {limits: {cpu: 1, memory: 1Gi, ephemeral-storage: 1Gi}}"
)


@pytest.mark.parametrize(("said", "expected"), [("", SILENT), (SAYING, "")])
def test_what_the_platform_adds_is_said_with_what_keeps_it(made: Made, said: str, expected: str) -> None:
    volumes = "[{name: data, persistentVolumeClaim: {claimName: db}}]"
    claim = (
        "{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: db}, "
        "spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 5Gi}}}}\n"
    )
    _, err = made(workload("Deployment", "db", pod("app: db", DATABASE % said, volumes=volumes)), claim)
    assert "\n".join(told(err, "platform-decides")) == expected
    lines = [
        "pod_security_context: {runAsUser: UID, runAsGroup: GID, fsGroup: GID}",
        "security_context: {readOnlyRootFilesystem: false}",
        "resources: {limits: {cpu: null, memory: null, ephemeral-storage: null}}",
    ]
    assert [line in err for line in lines] == [bool(expected)] * 3
