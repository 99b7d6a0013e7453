"""Containers beside the component's, volumes, files, spreading, scaling and certificates, out of a whole run."""

from typing import Any

import pytest

from tests.plugins.helm_chart_builder.conftest import Render

CLAIM = {"name": "data", "size": "1Gi", "mount_path": "/data"}
SIDECAR = {"name": "proxy", "image": "acme/proxy:1.0.0", "ports": [{"name": "proxy", "containerPort": 8443}]}
LIMITS = {"cpu": "250m", "memory": "64Mi", "ephemeral-storage": "1Gi"}
OWN = {"requests": {**LIMITS, "cpu": "200m"}, "limits": LIMITS}
STATEFUL = {"type": "stateful-service"}


def pod(render: Render, workload: str = "deployment", **component: Any) -> dict[str, Any]:
    found: dict[str, Any] = render(**component)[workload][0]["spec"]["template"]["spec"]
    return found


def test_a_sidecar_gets_what_the_platform_wants_of_every_container(render: Render) -> None:
    profile = {"enforce_resource_limits": True}
    first, second = pod(
        render,
        sidecars=[SIDECAR, {**SIDECAR, "name": "other", "ports": None, "resources": OWN, "imagePullPolicy": "Never"}],
        security_profile=profile,
        image_pull_policy="IfNotPresent",
    )["containers"][1:]
    assert first["imagePullPolicy"] == "IfNotPresent"
    assert first["ports"] == [{"name": "proxy", "containerPort": 8443, "protocol": "TCP"}]
    assert first["resources"]["limits"].keys() >= {"cpu", "memory"}
    assert first["securityContext"]["readOnlyRootFilesystem"] is True
    assert second["imagePullPolicy"] == "Never"
    assert second["resources"] == OWN


def test_a_sidecars_own_security_goes_over_the_baseline(render: Render) -> None:
    own = {"runAsUser": 20005}
    container = pod(render, sidecars=[{**SIDECAR, "securityContext": own}])["containers"][1]
    assert container["securityContext"]["runAsUser"] == 20005
    assert container["securityContext"]["allowPrivilegeEscalation"] is False


def test_a_claim_says_more_than_its_size(render: Render) -> None:
    more = {
        "storage_class": "",
        "volume_mode": "Filesystem",
        "volume_name": "disk-1",
        "selector": {"matchLabels": {"tier": "fast"}},
        "claim_name": "old-data",
        "access_modes": ["ReadWriteMany"],
        "labels": {"tier": "fast"},
    }
    (claim,) = render(claims=[{**CLAIM, **more}])["persistentvolumeclaim"]
    assert claim["metadata"]["name"] == "old-data"
    assert claim["metadata"]["labels"]["tier"] == "fast"
    assert claim["spec"] == {
        "accessModes": ["ReadWriteMany"],
        "storageClassName": "",
        "volumeMode": "Filesystem",
        "volumeName": "disk-1",
        "selector": {"matchLabels": {"tier": "fast"}},
        "resources": {"requests": {"storage": "1Gi"}},
    }
    (plain,) = render(claims=[CLAIM])["persistentvolumeclaim"]
    assert plain["spec"].keys() == {"accessModes", "resources"}


def test_files_choose_keys_and_modes(render: Render) -> None:
    files = [
        {
            "name": "site",
            "mount_path": "/etc/site",
            "data": {"a.conf": "x", "b.conf": "y"},
            "items": [{"key": "a.conf", "path": "conf/a"}],
            "default_mode": 0o440,
            "immutable": True,
        },
        {"name": "more", "mount_path": "/etc/more", "data": {"c": "z"}},
    ]
    objects = render(files=files)
    volumes = {volume["name"]: volume for volume in objects["deployment"][0]["spec"]["template"]["spec"]["volumes"]}
    assert volumes["site"]["configMap"]["items"] == [{"key": "a.conf", "path": "conf/a"}]
    assert volumes["site"]["configMap"]["defaultMode"] == 0o440
    assert volumes["more"]["configMap"].keys() == {"name"}
    maps = {
        entry["metadata"]["name"]: entry for name in objects for entry in objects[name] if entry["kind"] == "ConfigMap"
    }
    assert maps[volumes["site"]["configMap"]["name"]]["immutable"] is True
    assert "immutable" not in maps[volumes["more"]["configMap"]["name"]]


def test_files_that_nobody_mounts_are_no_volume(render: Render) -> None:
    found = pod(render, files=[{"name": "site", "data": {"a": "x"}}])
    assert "site" not in {volume["name"] for volume in found["volumes"]}


def test_a_writable_folder_is_left_to_what_is_mounted_there(render: Render) -> None:
    def scratch(**component: Any) -> list[str]:
        return [mount["name"] for mount in pod(render, **component)["containers"][0]["volumeMounts"]]

    assert "scratch-0" in scratch()
    assert "scratch-0" not in scratch(claims=[{**CLAIM, "mount_path": "/tmp/"}])  # noqa: S108 - a path in a container


def test_pods_are_spread_unless_it_is_said_otherwise_or_makes_no_sense(render: Render) -> None:
    assert len(pod(render)["topologySpreadConstraints"]) > 0
    assert "topologySpreadConstraints" not in pod(render, topology_spread_constraints=[])
    assert "topologySpreadConstraints" not in pod(render, "daemonset", type="daemon")


@pytest.mark.parametrize(
    ("component", "strategy"),
    [
        ({}, {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 1, "maxUnavailable": 0}}),
        ({"claims": [CLAIM]}, {"type": "Recreate"}),
        (
            {"claims": [{**CLAIM, "access_modes": ["ReadWriteMany"]}]},
            {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 1, "maxUnavailable": 0}},
        ),
        (
            {"update_strategy": {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 2}}, "claims": [CLAIM]},
            {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 2}},
        ),
    ],
)
def test_pods_are_replaced_without_a_gap_unless_a_volume_forbids_it(
    render: Render, component: dict[str, Any], strategy: dict[str, Any]
) -> None:
    assert render(**component)["deployment"][0]["spec"]["strategy"] == strategy


def test_pods_with_an_identity_are_replaced_one_after_the_other(render: Render) -> None:
    given = {"type": "OnDelete"}
    assert render(**STATEFUL)["statefulset"][0]["spec"]["updateStrategy"] == {"type": "RollingUpdate"}
    assert render(**STATEFUL, update_strategy=given)["statefulset"][0]["spec"]["updateStrategy"] == given


@pytest.mark.parametrize(
    ("target", "metrics"),
    [
        ({}, ["cpu"]),
        ({"targetCPUUtilizationPercentage": 55}, ["cpu"]),
        ({"targetMemoryUtilizationPercentage": 70}, ["memory"]),
        ({"targetCPUUtilizationPercentage": 55, "targetMemoryUtilizationPercentage": 70}, ["cpu", "memory"]),
    ],
)
def test_the_autoscaler_aims_at_cpu_unless_another_target_is_named(
    render: Render, target: dict[str, Any], metrics: list[str]
) -> None:
    (scaler,) = render(enable_hpa=True, autoscale={"minReplicas": 1, "maxReplicas": 3, **target})["hpa"]
    found = {metric["resource"]["name"]: metric["resource"]["target"] for metric in scaler["spec"]["metrics"]}
    assert list(found) == metrics
    wanted = target.get("targetCPUUtilizationPercentage")
    assert wanted is None or found["cpu"]["averageUtilization"] == wanted


@pytest.mark.parametrize(
    ("component", "bounds"),
    [
        ({"replicas": 1}, None),
        ({"replicas": 2}, {"maxUnavailable": 1}),
        ({"replicas": 1, "disruption_budget": {"maxUnavailable": 1}}, {"maxUnavailable": 1}),
        ({"replicas": 3, "disruption_budget": {"minAvailable": 2}}, {"minAvailable": 2}),
        (
            {"replicas": 3, "disruption_budget": {"unhealthyPodEvictionPolicy": "IfHealthyBudget"}},
            {"maxUnavailable": 1, "unhealthyPodEvictionPolicy": "IfHealthyBudget"},
        ),
    ],
)
def test_a_budget_is_over_several_pods_or_asked_for(
    render: Render, component: dict[str, Any], bounds: dict[str, Any] | None
) -> None:
    found = render(enable_disruption_budget=True, **component).get("poddisruptionbudget")
    assert (found is None) == (bounds is None)
    if found is not None and bounds is not None:
        given = {
            name: found[0]["spec"][name] for name in ("maxUnavailable", "minAvailable") if name in found[0]["spec"]
        }
        assert given == {name: value for name, value in bounds.items() if name in ("maxUnavailable", "minAvailable")}
        assert found[0]["spec"]["unhealthyPodEvictionPolicy"] == bounds.get("unhealthyPodEvictionPolicy", "AlwaysAllow")


@pytest.mark.parametrize(
    ("component", "tls"),
    [
        ({}, None),
        ({"tls_secret_name": "own"}, [{"hosts": ["webdemo-acme-dev.connectsoft.dev"], "secretName": "own"}]),
        (
            {"ingress": {"tls": [{"hosts": ["a.connectsoft.dev"], "secretName": "a"}], "host": "a.connectsoft.dev"}},
            [{"hosts": ["a.connectsoft.dev"], "secretName": "a"}],
        ),
    ],
)
def test_certificates_are_those_that_are_named(
    render: Render, component: dict[str, Any], tls: list[dict[str, Any]] | None
) -> None:
    assert render(enable_ingress=True, **component)["ingress"][0]["spec"].get("tls") == tls
