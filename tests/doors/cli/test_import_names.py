"""Names of hosts in imported texts: those of the input's components follow to their namespaces, all others are told."""

from tests.support.manifests import Made, pod, service, told, workload

TARGETS = ("catalog", "db", "kafka")
SHORT = "short-host-name"


def neighbours() -> list[str]:
    found = []
    for name in TARGETS:
        container = f'{{name: {name}, image: "a/{name}:1.0.0", ports: [{{name: http, containerPort: 8080}}]}}'
        found += [
            workload("Deployment", name, pod(f"app: {name}", container), namespace="shop"),
            service(name, f"app: {name}", namespace="shop"),
        ]
    return found


FRONT = """\
{name: front, image: "a/front:1.0.0",
 command: [sh, -c, "until nc -z db 5432; do sleep 1; done\\nexec serve"],
 args: ["--db-host", db, "--catalog=catalog:8080", "--name", db],
 lifecycle: {preStop: {exec: {command: [curl, "http://catalog:8080/stop"]}}},
 env: [
   {name: URL, value: "http://catalog:8080/x"},
   {name: DB_HOST, value: db},
   {name: DB_NAME, value: db},
   {name: BROKERS, value: "kafka:9092,kafka.shop:9092"},
   {name: JDBC, value: "jdbc:postgresql://db.shop.svc.cluster.local:5432/db"},
   {name: ELSEWHERE, value: "http://billing:8080"},
   {name: IMAGE, value: "registry/catalog:8080"},
   {name: SELF, value: "http://front.shop.svc:8080"},
   {name: OUTSIDE, value: "https://catalog.example.org"}],
 volumeMounts: [{name: conf, mountPath: /etc/conf}]}"""
NGINX = "upstream x { server catalog:8080; }\nproxy_pass http://db/;\nserver_name catalog;\n"
FILES = f"""\
apiVersion: v1
kind: ConfigMap
metadata: {{name: conf, namespace: shop}}
data:
  ADDRESS: catalog:8080
  nginx.conf: {NGINX!r}
  app.json: '{{"db": {{"host": "db", "name": "db"}}, "kafka": "kafka.shop.svc:9092"}}'
"""


def test_names_follow_in_variables_arguments_commands_and_files(made: Made) -> None:
    volumes = "[{name: conf, configMap: {name: conf}}]"
    template = pod("app: front", FRONT.replace("\n", ""), volumes=volumes)
    deployment = workload("Deployment", "front", template, namespace="shop")
    own_service = service("front", "app: front", namespace="shop")
    objects, err = made(
        deployment, own_service, FILES.replace("'upstream", '"upstream').replace("\\n'", '\\n"'), *neighbours()
    )
    (own,) = objects["Deployment/front"]["spec"]["template"]["spec"]["containers"]
    assert own["command"][-1] == "until nc -z db.cs-acme-db 5432; do sleep 1; done\nexec serve"
    assert own["args"] == ["--db-host", "db.cs-acme-db", "--catalog=catalog.cs-acme-catalog:8080", "--name", "db"]
    stop = own["lifecycle"]["preStop"]["exec"]["command"]
    assert stop == ["curl", "http://catalog.cs-acme-catalog:8080/stop"]
    assert {variable["name"]: variable["value"] for variable in own["env"]} == {
        "URL": "http://catalog.cs-acme-catalog:8080/x",
        "DB_HOST": "db.cs-acme-db",
        "DB_NAME": "db",
        "BROKERS": "kafka.cs-acme-kafka:9092,kafka.cs-acme-kafka:9092",
        "JDBC": "jdbc:postgresql://db.cs-acme-db.svc.cluster.local:5432/db",
        "ELSEWHERE": "http://billing:8080",
        "IMAGE": "registry/catalog:8080",
        "SELF": "http://front.cs-acme-front.svc:8080",
        "OUTSIDE": "https://catalog.example.org",
    }
    assert objects["ConfigMap/conf"]["data"] == {
        "ADDRESS": "catalog.cs-acme-catalog:8080",
        "nginx.conf": "upstream x { server catalog.cs-acme-catalog:8080; }\n"
        "proxy_pass http://db.cs-acme-db/;\nserver_name catalog;\n",
        "app.json": '{"db": {"host": "db.cs-acme-db", "name": "db"}, "kafka": "kafka.cs-acme-kafka.svc:9092"}',
    }
    unsure = [message for message in told(err, SHORT) if " names " in message]
    assert unsure == [
        "env[DB_NAME] names the host db, which is in another namespace from now on",
        "env[ELSEWHERE] names the host billing, which is no component of the input and in another namespace",
        "args[4] names the host db, which is in another namespace from now on",
    ]
    assert "mend: Where it is a host, write db.cs-acme-db." in err
    assert "mend: Write billing.shop." in err
