"""The token for the Kubernetes API, as the pod of a component with roles gets it, out of a whole run."""

from typing import Any

import pytest

from tests.plugins.helm_chart_builder.conftest import Render

PATH = "/var/run/secrets/kubernetes.io/serviceaccount"
WATCHER = {"name": "watcher", "rules": [{"apiGroups": [""], "resources": ["pods"], "verbs": ["get"]}]}
OWN_ROLE = {"enable_rbac": True, "roles": [WATCHER]}
TOKEN = {
    "name": "api-token",
    "projected": {
        "sources": [
            {"serviceAccountToken": {"path": "token", "expirationSeconds": 3600}},
            {"configMap": {"name": "kube-root-ca.crt", "items": [{"key": "ca.crt", "path": "ca.crt"}]}},
            {"downwardAPI": {"items": [{"path": "namespace", "fieldRef": {"fieldPath": "metadata.namespace"}}]}},
        ]
    },
}
SIDECAR = {"name": "proxy", "image": "acme/proxy:1.0.0"}


def pod(render: Render, **component: Any) -> dict[str, Any]:
    found: dict[str, Any] = render(**component)["deployment"][0]["spec"]["template"]["spec"]
    return found


@pytest.mark.parametrize("profile", [OWN_ROLE, {"enable_rbac": True, "rbac_roles": ["reader"]}])
def test_a_component_with_roles_gets_a_short_lived_token(profile: dict[str, Any], render: Render) -> None:
    found = pod(render, security_profile=profile, sidecars=[SIDECAR])
    own, beside = found["containers"]
    assert found["automountServiceAccountToken"] is False
    assert TOKEN in found["volumes"]
    assert {"name": "api-token", "mountPath": PATH, "readOnly": True} in own["volumeMounts"]
    assert PATH not in [mount["mountPath"] for mount in beside.get("volumeMounts", [])]


@pytest.mark.parametrize(
    "component",
    [
        {},
        {"security_profile": {**OWN_ROLE, "enable_rbac": False}},
        {"security_profile": {"enable_rbac": True, "roles": [{**WATCHER, "rules": []}]}},
        {"security_profile": OWN_ROLE, "automount_service_account_token": False},
        {"security_profile": OWN_ROLE, "automount_service_account_token": True},
    ],
)
def test_others_get_no_token_that_is_projected(component: dict[str, Any], render: Render) -> None:
    found = pod(render, **component)
    assert found["automountServiceAccountToken"] is bool(component.get("automount_service_account_token"))
    assert "api-token" not in [volume["name"] for volume in found["volumes"]]


def test_a_token_of_ones_own_stays_the_only_one(render: Render) -> None:
    sources = [{"serviceAccountToken": {"path": "token", "expirationSeconds": 600}}]
    found = pod(
        render,
        security_profile=OWN_ROLE,
        volumes=[{"name": "mine", "projected": {"sources": sources}}],
        volume_mounts=[{"name": "mine", "mountPath": PATH}],
    )
    assert [mount["name"] for mount in found["containers"][0]["volumeMounts"] if mount["mountPath"] == PATH] == ["mine"]
    assert "api-token" not in [volume["name"] for volume in found["volumes"]]
