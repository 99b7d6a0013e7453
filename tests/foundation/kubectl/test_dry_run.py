import os
import socket
import stat
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from foundation.kubectl.discovery import Resource, discovery_server
from foundation.kubectl.dry_run import client_dry_run, server_dry_run
from foundation.kubectl.errors import KubectlMissingError, KubectlTimeoutError
from foundation.kubectl.program import find_kubectl, run_kubectl
from tests.foundation.kubectl.cluster import CONFIG_MAPS, running_cluster

CONFIG_MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: %s, namespace: shop}\ndata: {a: b}\n"
ROLES = Resource("rbac.authorization.k8s.io", "v1", "ClusterRole", "clusterroles", False)


def test_a_real_kubectl_takes_what_is_right(kubectl_binary: str) -> None:
    role = "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: r}\nrules: []\n"
    files = {"a.yaml": CONFIG_MAP % "x" + "---\n" + role, "b.yaml": CONFIG_MAP % "z"}
    assert client_dry_run(kubectl_binary, files, [CONFIG_MAPS, ROLES], "1.32") == []


def test_a_real_kubectl_names_the_file_of_each_mistake(kubectl_binary: str) -> None:
    files = {
        "good.yaml": CONFIG_MAP % "x",
        "kind.yaml": "apiVersion: v1\nkind: Pot\nmetadata: {name: x}\n",
        "yaml.yaml": "a: [",
    }
    refusals = client_dry_run(kubectl_binary, files, [CONFIG_MAPS], "1.32")
    assert {refusal.file for refusal in refusals} == {"kind.yaml", "yaml.yaml"}
    assert any('no matches for kind "Pot"' in refusal.message for refusal in refusals)
    assert not any("infra-engineer-" in refusal.message for refusal in refusals)


def test_a_cluster_judges(kubectl_binary: str, tmp_path: Path) -> None:
    with running_cluster() as cluster:
        (tmp_path / "config").write_text(cluster.kubeconfig)
        files = {"good.yaml": CONFIG_MAP % "fine"}
        assert server_dry_run(kubectl_binary, files, str(tmp_path / "config")) == []
        files["bad.yaml"] = CONFIG_MAP % "refused"
        (refusal,) = server_dry_run(kubectl_binary, files, str(tmp_path / "config"))
        posts = [request for request in cluster.requests if request.startswith("POST")]
    assert 'admission webhook "w" denied the request' in refusal.message
    assert refusal.file == "bad.yaml"
    assert posts
    assert all("dryRun=All" in request for request in posts)


def test_a_cluster_that_is_not_there(kubectl_binary: str, tmp_path: Path) -> None:
    with running_cluster() as cluster:
        (tmp_path / "config").write_text(cluster.kubeconfig)
    refusals = server_dry_run(kubectl_binary, {"a.yaml": CONFIG_MAP % "x"}, str(tmp_path / "config"))
    assert "refused" in refusals[0].message


def test_the_discovery_server_is_local_reads_nothing_and_goes() -> None:
    with discovery_server([CONFIG_MAPS], "1.32") as address:
        assert address.startswith("http://127.0.0.1:")
        with urllib.request.urlopen(f"{address}/api?timeout=1s") as answer:  # noqa: S310 - loopback
            assert b"configmaps" in answer.read()
        with pytest.raises(urllib.error.HTTPError) as missing:
            urllib.request.urlopen(f"{address}/../etc/passwd")  # noqa: S310 - loopback
        assert missing.value.code == 404
        missing.value.close()
        with pytest.raises(urllib.error.HTTPError) as posted:
            urllib.request.urlopen(f"{address}/api", data=b"x")  # noqa: S310 - loopback
        assert posted.value.code == 501
        posted.value.close()
    port = int(address.rpartition(":")[2])
    with socket.socket() as client:
        assert client.connect_ex(("127.0.0.1", port)) != 0


def script(path: Path, text: str) -> str:
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def test_kubectl_gets_no_environment_of_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "x")
    program = script(tmp_path / "kubectl", '/usr/bin/env; echo $0 "$@"; /bin/ls -a $HOME')
    answer = run_kubectl(program, ["version", "; rm -rf /", "$(id)"])
    assert "SECRET_TOKEN" not in answer.out
    assert "HOME=" in answer.out
    assert os.path.expanduser("~") + "\n" not in answer.out
    assert "version ; rm -rf / $(id)" in answer.out
    assert "HTTPS_PROXY=http://127.0.0.1:9" in answer.out
    assert "HTTPS_PROXY" not in run_kubectl(program, ["version"], network=True).out


def test_kubectl_that_hangs_or_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(KubectlTimeoutError):
        run_kubectl(script(tmp_path / "slow", "exec /bin/sleep 60"), ["apply"], timeout=0.2)
    with pytest.raises(KubectlMissingError):
        run_kubectl(str(tmp_path / "none"), ["apply"])
    assert find_kubectl("no-such-kubectl") is None
    assert find_kubectl(str(tmp_path / "slow")) == str(tmp_path / "slow")
