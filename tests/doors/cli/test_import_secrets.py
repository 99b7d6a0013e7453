"""Secrets in ConfigMaps: only the value goes, and whatever read it reads a Secret's key instead."""

import json
from typing import Any

import pytest
import yaml

from tests.support.manifests import Made, pod, service, told, workload

VALUE = "Zx81kd93jf72hs"
WHOLE = f"""\
apiVersion: v1
kind: ConfigMap
metadata: {{name: conf, labels: {{kept: "yes"}}}}
data:
  app.yaml: "db:\\n  host: sql\\n  password: {VALUE}\\n"
  other.txt: hello
"""
ONE = f"""\
apiVersion: v1
kind: ConfigMap
metadata: {{name: conf}}
data: {{app.yaml: "password: {VALUE}"}}
"""
SECRET = {"secret": {"name": "web-secrets", "items": [{"key": "app.yaml", "path": "app.yaml"}]}}
REST = {"configMap": {"name": "conf"}}
ITEMS = {"configMap": {"name": "conf", "items": [{"key": "other.txt", "path": "o"}]}}


def of(volumes: list[dict[str, Any]], name: str) -> dict[str, Any]:
    return next(volume for volume in volumes if volume["name"] == name)


@pytest.mark.parametrize(
    ("config_map", "volume", "sources"),
    [
        (WHOLE, "{name: conf}", [REST, SECRET]),
        (WHOLE, "{name: conf, items: [{key: other.txt, path: o}, {key: app.yaml, path: app.yaml}]}", [ITEMS, SECRET]),
        (ONE, "{name: conf}", [SECRET]),
    ],
)
def test_a_mounted_file_comes_from_the_secret(
    made: Made, config_map: str, volume: str, sources: list[dict[str, Any]]
) -> None:
    container = '{name: web, image: "a/web:1.0.0", volumeMounts: [{name: conf, mountPath: /etc/conf}]}'
    volumes = f"[{{name: conf, configMap: {volume}}}]"
    objects, err = made(workload("Deployment", "web", pod("app: web", container, volumes=volumes)), config_map)
    spec = objects["Deployment/web"]["spec"]["template"]["spec"]
    assert of(spec["volumes"], "conf")["projected"]["sources"] == sources
    assert {"name": "conf", "mountPath": "/etc/conf"} in spec["containers"][0]["volumeMounts"]
    left = objects.get("ConfigMap/conf")
    assert (left["data"] if left else None) == ({"other.txt": "hello"} if config_map is WHOLE else None)
    assert left is None or left["metadata"]["labels"]["kept"] == "yes"
    assert told(err, "literal-secret") == [
        f"data.app.yaml is left out: it holds a secret{' on line 3' if config_map is WHOLE else ''}; "
        "the file app.yaml is the key app.yaml of the Secret web-secrets now"
    ]
    assert VALUE not in err + str(objects)


def test_keys_of_two_config_maps_that_are_called_the_same_stay_two(made: Made) -> None:
    names = ("one", "two")
    variables = ", ".join(
        f"{{name: {name.upper()}, valueFrom: {{configMapKeyRef: {{name: {name}, key: password}}}}}}" for name in names
    )
    container = f'{{name: web, image: "a/web:1.0.0", env: [{variables}]}}'
    maps = [
        f'{{apiVersion: v1, kind: ConfigMap, metadata: {{name: {name}}}, data: {{password: "{VALUE}{name}"}}}}\n'
        for name in names
    ]
    account = "{apiVersion: v1, kind: ServiceAccount, metadata: {name: web}, secrets: [{name: token}]}\n"
    template = pod("app: web", container, serviceAccountName="web")
    objects, err = made(workload("Deployment", "web", template), *maps, account)
    (own,) = objects["Deployment/web"]["spec"]["template"]["spec"]["containers"]
    keys = {variable["name"]: variable["valueFrom"]["secretKeyRef"]["key"] for variable in own["env"]}
    assert keys == {"ONE": "password", "TWO": "two.password"}
    assert "secrets is left out: an account of a bundle names no Secrets" in err


ADDRESS = f"postgres://app:{VALUE}@db:5432/x"
CUT = f"""\
env:
- {{name: FROM_KEY, valueFrom: {{configMapKeyRef: {{name: conf, key: url}}}}}}
- {{name: DATABASE_URL, value: "{ADDRESS}"}}
- {{name: CONNECTION, value: "Server=db;User Id=sa;Password={VALUE}=;Encrypt=true"}}
- {{name: JAVA_OPTS, value: "-Xmx1g -Ddb.host=db -Ddb.password={VALUE}"}}
- {{name: DSN, value: "host=db password={VALUE} dbname=x"}}
args: ["--brokers=amqp://a:{VALUE}@db:5672,amqp://b:{VALUE}2@db:5672", "{ADDRESS}"]
"""
KEPT = {
    "FROM_KEY": "postgres://app:$(FROM_KEY_SECRET)@db.cs-acme-db:5432/x?$$(y)",
    "DATABASE_URL": "postgres://app:$(DATABASE_URL_SECRET)@db.cs-acme-db:5432/x",
    "CONNECTION": "Server=db.cs-acme-db;User Id=sa;Password=$(CONNECTION_SECRET);Encrypt=true",
    "JAVA_OPTS": "-Xmx1g -Ddb.host=db.cs-acme-db -Ddb.password=$(JAVA_OPTS_SECRET)",
    "DSN": "host=db.cs-acme-db password=$(DSN_SECRET) dbname=x",
}


def test_only_the_value_goes_where_the_format_says_where_it_ends(made: Made) -> None:
    container = f'{{name: web, image: "a/web:1.0.0", {", ".join(_flow(CUT))}}}'
    config = f'{{apiVersion: v1, kind: ConfigMap, metadata: {{name: conf}}, data: {{url: "{ADDRESS}?$(y)", x: "1"}}}}\n'
    objects, err = made(workload("Deployment", "web", pod("app: web", container)), config, *_database())
    (own,) = objects["Deployment/web"]["spec"]["template"]["spec"]["containers"]
    variables = {variable["name"]: variable for variable in own["env"]}
    assert {name: variables[name]["value"] for name in KEPT} == KEPT
    assert own["args"] == [
        "--brokers=amqp://a:$(BROKERS_SECRET)@db.cs-acme-db:5672,amqp://b:$(BROKERS_SECRET_2)@db.cs-acme-db:5672",
        "postgres://app:$(SECRET_OF_ARGS_1_SECRET)@db.cs-acme-db:5432/x",
    ]
    order = list(variables)
    for name in [f"{name}_SECRET" for name in KEPT]:
        assert variables[name]["valueFrom"] == {"secretKeyRef": {"name": "web-secrets", "key": name}}
        assert order.index(name) < order.index(name.removesuffix("_SECRET"))
    assert objects["ConfigMap/conf"]["data"] == {"x": "1"}
    (key,) = [one for one in told(err, "literal-secret") if one.startswith("data.url")]
    assert key == (
        "data.url is left out: it holds a secret; FROM_KEY has its text now, and $(FROM_KEY_SECRET) takes the secret's "
        "place, from the key FROM_KEY_SECRET of the Secret web-secrets, and all else stays"
    )
    assert VALUE not in err + str(objects)


@pytest.mark.parametrize(
    "value",
    [
        f"Server=db;Password='{VALUE};x'",
        f"Server=db;Password={VALUE};rest",
        f"host=db password={VALUE} rest",
        f'{{\\"host\\": \\"db:5432\\", \\"password\\": \\"{VALUE}\\"}}',
    ],
)
def test_what_could_leave_a_part_of_a_secret_goes_as_a_whole_and_names_in_it_are_told(made: Made, value: str) -> None:
    container = f'{{name: web, image: "a/web:1.0.0", env: [{{name: CONF, value: "{value}"}}]}}'
    objects, err = made(workload("Deployment", "web", pod("app: web", container)), *_database())
    (own,) = objects["Deployment/web"]["spec"]["template"]["spec"]["containers"]
    assert {"name": "CONF", "valueFrom": {"secretKeyRef": {"name": "web-secrets", "key": "CONF"}}} in own["env"]
    assert told(err, "short-host-name") == [
        "the key CONF of the Secret web-secrets: what goes there names the host db, "
        "which is in another namespace from now on"
    ]
    assert "mend: Write db.cs-acme-db in it.\n" in err
    assert VALUE not in err + str(objects)


def _flow(text: str) -> list[str]:
    """Return settings of a container as they stand between braces."""
    return [f"{key}: {json.dumps(value)}" for key, value in yaml.safe_load(text).items()]


def _database() -> list[str]:
    port = "{containerPort: 5432}"
    own = pod("app: db", f'{{name: db, image: "a/db:1.0.0", ports: [{port}]}}')
    return [workload("Deployment", "db", own), service("db", "app: db", "{port: 5432}")]
