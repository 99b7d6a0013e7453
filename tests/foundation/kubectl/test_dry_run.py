import os
import socket
import stat
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from foundation.kubectl.discovery import Resource, discovery_server
from foundation.kubectl.dry_run import client_dry_run
from foundation.kubectl.errors import ClusterError, KubectlMissingError, KubectlTimeoutError
from foundation.kubectl.outside import require_inside
from foundation.kubectl.program import find_kubectl, run_kubectl
from foundation.kubectl.server_dry_run import Cluster, Document, Remark, server_dry_run
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
        good = Document("good.yaml", CONFIG_MAP % "fine", 0)
        assert server_dry_run(kubectl_binary, [good], Cluster(str(tmp_path / "config"))).refused == []
        bad = Document("bad.yaml", CONFIG_MAP % "refused", 0)
        (refusal,) = server_dry_run(kubectl_binary, [good, bad], Cluster(str(tmp_path / "config"))).refused
        posts = [request for request in cluster.requests if request.startswith("POST")]
    assert 'admission webhook "w" denied the request' in refusal.message
    assert refusal.document == bad
    assert posts
    assert all("dryRun=All" in request for request in posts)


def test_a_cluster_that_is_not_there(kubectl_binary: str, tmp_path: Path) -> None:
    with running_cluster() as cluster:
        (tmp_path / "config").write_text(cluster.kubeconfig)
    asked = [Document("a.yaml", CONFIG_MAP % "x", 0)]
    with pytest.raises(ClusterError) as failed:
        server_dry_run(kubectl_binary, asked, Cluster(str(tmp_path / "config")))
    (problem,) = failed.value.problems
    assert problem.code == "cluster-unreachable"
    assert "connection refused" in problem.message


def test_each_warning_is_said_of_each_object(kubectl_binary: str, tmp_path: Path) -> None:
    documents = [Document("a.yaml", CONFIG_MAP % name, 0) for name in ("warned-a", "fine", "warned-b")]
    with running_cluster() as cluster:
        (tmp_path / "config").write_text(cluster.kubeconfig)
        judgement = server_dry_run(kubectl_binary, documents, Cluster(str(tmp_path / "config")))
    assert judgement.refused == []
    assert judgement.warned == [Remark(documents[0], "it is old"), Remark(documents[2], "it is old")]


NOT_FOUND = 'Error from server (NotFound): error when creating "a.yaml": namespaces "x" not found\n'


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("Unable to connect to the server: dial tcp: lookup nowhere: no such host", "cluster-unreachable"),
        (
            "The connection to the server h:1 was refused - did you specify the right host or port?",
            "cluster-unreachable",
        ),
        ('Error from server (ServiceUnavailable): error when creating "a.yaml": down', "cluster-unreachable"),
        ("error: You must be logged in to the server (Unauthorized)", "cluster-login"),
        ("Unable to connect to the server: getting credentials: exec: executable aws not found", "cluster-login"),
        (
            'Error from server (Forbidden): error when creating "a.yaml": roles.rbac.authorization.k8s.io "r" is'
            ' forbidden: user "jane" (groups=["a"]) is attempting to grant RBAC permissions not currently held:',
            "cluster-forbidden",
        ),
    ],
)
def test_what_keeps_a_cluster_from_answering(said: str, code: str) -> None:
    with pytest.raises(ClusterError) as failed:
        require_inside(NOT_FOUND + said, "the cluster")
    assert [problem.code for problem in failed.value.problems] == [code]


@pytest.mark.parametrize(
    "said",
    [
        NOT_FOUND,
        'The ConfigMap "x" is invalid: data: Invalid value: "dial tcp: no such host"',
        'Error from server (BadRequest): error when creating "a.yaml": "Unauthorized" is no number',
        'Error from server (Forbidden): error when creating "a.yaml": pods "x" is forbidden: violates PodSecurity',
    ],
)
def test_what_is_about_the_objects(said: str) -> None:
    require_inside(said, "the cluster")


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


def test_with_a_cluster_kubectl_gets_what_its_helpers_log_in_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_PROFILE", "HTTPS_PROXY", "INFRA_ENGINEER_MODEL_API_KEY", "KUBECONFIG"):
        monkeypatch.setenv(name, "given")
    monkeypatch.setenv("HOME", str(tmp_path))
    environment = run_kubectl(script(tmp_path / "kubectl", "/usr/bin/env"), ["version"], network=True).out.splitlines()
    assert {f"HOME={tmp_path}", "AWS_PROFILE=given", "HTTPS_PROXY=given"} < set(environment)
    assert not [line for line in environment if line.startswith(("INFRA_ENGINEER_", "KUBECONFIG"))]


def test_kubectl_that_hangs_or_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(KubectlTimeoutError):
        run_kubectl(script(tmp_path / "slow", "exec /bin/sleep 60"), ["apply"], timeout=0.2)
    with pytest.raises(KubectlMissingError):
        run_kubectl(str(tmp_path / "none"), ["apply"])
    assert find_kubectl("no-such-kubectl") is None
    assert find_kubectl(str(tmp_path / "slow")) == str(tmp_path / "slow")
