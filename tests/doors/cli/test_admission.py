import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.doors.cli.conftest import Outcome
from tests.support.generation import EXAMPLES

Program = Callable[..., Outcome]
MINIMAL = str(EXAMPLES / "minimal.yaml")
NO_PING = """\
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: no-ping}
spec:
  matchConstraints:
    resourceRules: [{apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments]}]
  validations:
    - expression: object.metadata.name != 'ping'
      message: the name is taken
"""


@pytest.fixture
def policies(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of admission policies on the template path."""
    folder = workspace / "own" / "policies" / "admission"
    folder.mkdir(parents=True)
    monkeypatch.setenv("INFRA_ENGINEER_TEMPLATE_PATH", str(workspace / "own"))
    return folder


def test_a_clusters_policy_guards_generation(program: Program, policies: Path) -> None:
    (policies / "replicas.yaml").write_text(NO_PING)
    outcome = program("generate", MINIMAL, "--json")
    assert outcome.code == 1
    result = json.loads(outcome.out)
    assert result["status"] == "blocked"
    assert [event["event"] for event in result["events"]] == ["InfraValidationFailed", "InfrastructureGenerationFailed"]
    assert "no-ping: the name is taken" in result["events"][0]["errors"][0]
    assert program("generate", MINIMAL, "--set", "component.name=Other").code == 0


def test_a_mistake_in_a_policy_is_told_before_anything_is_saved(program: Program, policies: Path) -> None:
    (policies / "replicas.yaml").write_text(NO_PING.replace("object.metadata", "objct.metadata"))
    for command in (("generate", MINIMAL), ("validate", MINIMAL)):
        outcome = program(*command)
        assert outcome.code == 2
        assert f"error cel-name  {policies}/replicas.yaml:8:19 spec.validations[0].expression" in outcome.err
        assert "Did you mean object?" in outcome.err
    assert not Path("out").exists()


def test_validate_takes_a_policy_folder(program: Program, workspace: Path) -> None:
    program("generate", MINIMAL)
    folder = workspace / "strict" / "admission"
    folder.mkdir(parents=True)
    assert program("validate", "out/manifests", "--policy", "strict").code == 2
    (folder / "replicas.yaml").write_text(NO_PING)
    outcome = program("validate", "out/manifests", "--policy", "strict")
    assert outcome.code == 1
    assert "error admission-policy  out/manifests/dev/deployment.yaml" in outcome.err
    assert program("validate", "out/manifests").code == 0


def test_the_library_has_policies_of_its_own(program: Program, workspace: Path) -> None:
    program("generate", MINIMAL)
    path = workspace / "out/manifests/dev/deployment.yaml"
    path.write_text(path.read_text().replace("containerPort: 8080", "containerPort: 22"))
    autoscaler = workspace / "hpa.yaml"
    autoscaler.write_text(
        "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: x}\nspec: {maxReplicas: 50}\n"
    )
    outcome = program("validate", "out/manifests", "hpa.yaml")
    assert "platform-workloads: the port 22 is forbidden" in outcome.err
    assert "the autoscaler may grow from 1 to 50 pods" in outcome.err


def test_links_out_of_the_policy_folder_are_refused(program: Program, policies: Path) -> None:
    (policies / "passwd.yaml").symlink_to("/etc/hostname")
    outcome = program("generate", MINIMAL)
    assert outcome.code == 2
    assert "template-outside" in outcome.err


def test_profiles_and_policy_bundles(program: Program, workspace: Path) -> None:
    pod = (
        "apiVersion: v1\nkind: Pod\nmetadata: {name: x, namespace: y}\nspec: {containers: [{name: a, image: 'b:1'}]}\n"
    )
    (workspace / "pod.yaml").write_text(pod)
    found = {}
    for profile in ("baseline", "restricted", "platform"):
        result = json.loads(program("validate", "pod.yaml", "--profile", profile, "--json").out)
        assert result["profile"] == profile
        found[profile] = {finding["code"] for finding in result["findings"] if finding["severity"] == "error"}
    assert found["baseline"] < found["restricted"] < found["platform"]
    outcome = program("validate", "pod.yaml", "--profile", "restrcted")
    assert outcome.code == 2
    assert "Did you mean restricted?" in outcome.err
    (workspace / "strict").mkdir()
    (workspace / "strict" / "platform.yaml").write_text('kubernetes_version: "1.33"\nprofile: baseline\n')
    result = json.loads(program("validate", "pod.yaml", "--policy", "strict", "--json").out)
    assert (result["profile"], result["kube_version"]) == ("baseline", "1.33")
    assert "flag-not-for-bundles" in program("validate", MINIMAL, "--profile", "baseline").err
