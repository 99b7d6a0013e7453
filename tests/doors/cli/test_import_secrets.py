"""Secrets in ConfigMaps: only the value goes, and whatever read it reads a Secret's key instead."""

from typing import Any

import pytest

from tests.support.manifests import Made, pod, told, workload

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
        "data.app.yaml is left out: it holds a secret; "
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
