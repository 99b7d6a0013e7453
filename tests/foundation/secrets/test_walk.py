import base64

from foundation.secrets.kinds import SecretKind
from foundation.secrets.walk import literal_secrets
from tests.support.sealed import sealed


def test_a_variable_goes_by_its_name() -> None:
    data = {"env": [{"name": "REGION", "value": "eu"}, {"name": "DB_PASSWORD", "value": "hunter2"}]}
    assert list(literal_secrets(data)) == [(("env", 1, "value"), SecretKind.PASSWORD)]


def test_a_file_goes_by_its_path_and_a_key_by_itself() -> None:
    files = [{"path": "/run/secrets/db-password", "content": "hunter2"}, {"path": "/etc/app.ini", "content": "a = b"}]
    data = {"files": files, "config": {"API_KEY": "abc123", "API_URL": "https://api.example"}}
    assert list(literal_secrets(data)) == [
        (("files", 0, "content"), SecretKind.PASSWORD),
        (("config", "API_KEY"), SecretKind.NAMED),
    ]


def test_what_follows_an_option_goes_by_the_option() -> None:
    args = ["--user", "app", "--password", "hunter2", "--token", "--verbose", "--db-password", "$(DB_PASSWORD)"]
    assert list(literal_secrets({"args": args})) == [(("args", 3), SecretKind.PASSWORD)]


def test_names_of_things_are_none() -> None:
    pod = {
        "imagePullSecrets": [{"name": "regcred"}],
        "volumes": [
            {"name": "tls", "secret": {"secretName": "orders-tls", "items": [{"key": "password", "path": "p"}]}}
        ],
        "containers": [
            {
                "name": "password",
                "envFrom": [{"secretRef": {"name": "orders-token"}}],
                "env": [{"name": "TOKEN", "valueFrom": {"secretKeyRef": {"name": "orders", "key": "token"}}}],
            }
        ],
        "automountServiceAccountToken": False,
    }
    assert list(literal_secrets({"spec": pod, "imagePullSecrets": ["regcred"]})) == []


def test_labels_hold_names_but_no_tokens() -> None:
    token = "ghp_" + "kX9vQ2mZ7pLr4TtW8sYbN3cF6hJd1gUaZq9x"
    data = {"pod_labels": {"acme.example/secret": "orders"}, "nodeSelector": {"token": "abc"}, "labels": {"x": token}}
    assert list(literal_secrets(data)) == [(("labels", "x"), SecretKind.GITHUB)]


def test_what_selects_labels_holds_names_too_however_deep() -> None:
    expressions = [{"key": "password", "operator": "In", "values": ["orders"]}]
    selector = {"matchLabels": {"pw": "orders"}, "matchExpressions": expressions}
    assert list(literal_secrets({"ingress": [{"from": [{"podSelector": selector}]}]})) == []


def test_files_in_base64_and_by_path() -> None:
    binary = {
        "app.ini": base64.b64encode(b"password = hunter2").decode(),
        "logo.png": base64.b64encode(b"\x89P\xff").decode(),
    }
    data = {"files": [{"name": "a", "binary_data": binary, "paths": {"db-password": "files/db"}}]}
    assert list(literal_secrets(data)) == [(("files", 0, "binary_data", "app.ini"), SecretKind.ASSIGNED)]


def test_a_secret_anywhere_in_a_manifest() -> None:
    header = {"name": "Authorization", "value": "Bearer kX9vQ2mZ7pLr4TtW"}
    probe = {"httpGet": {"path": "/", "port": 80, "httpHeaders": [header]}}
    config = {"kind": "ConfigMap", "data": {"app.properties": "user=app\npassword=hunter2\n", "port": 80, "none": None}}
    found = list(literal_secrets([{"livenessProbe": probe}, config]))
    assert found == [
        ((0, "livenessProbe", "httpGet", "httpHeaders", 0, "value"), SecretKind.HEADER),
        ((1, "data", "app.properties"), SecretKind.ASSIGNED),
    ]


def test_references_to_stores_and_sealed_text_are_none() -> None:
    external = {"data": [{"secretKey": "password", "remoteRef": {"key": "orders-password"}}]}
    data = {"secrets": [external, {"encrypted_data": {"password": sealed()}}], "encryptedData": {"token": sealed()}}
    assert list(literal_secrets(data)) == []
    assert list(literal_secrets({"secretKey": "hunter2"})) == [(("secretKey",), SecretKind.NAMED)]
