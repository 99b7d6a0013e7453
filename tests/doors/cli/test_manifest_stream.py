"""`generate -o -`: the manifests as one stream, as those who pipe it into kubectl expect it."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from foundation.kubectl.discovery import Resource, discovery_server
from tests.doors.cli.conftest import Outcome
from tests.doors.cli.test_several_runs import application
from tests.support.generation import EXAMPLES

Program = Callable[..., Outcome]
MINIMAL, ORDER = str(EXAMPLES / "minimal.yaml"), str(EXAMPLES / "order-service.yaml")
KINDS = [
    Resource("networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies", True),
    Resource("", "v1", "ServiceAccount", "serviceaccounts", True),
    Resource("", "v1", "Service", "services", True),
    Resource("apps", "v1", "Deployment", "deployments", True),
]


def test_the_stream_holds_the_files_of_a_run_in_the_order_of_helm(program: Program, workspace: Path) -> None:
    outcome = program("generate", MINIMAL, "-o", "-")
    assert outcome.code == 0, outcome.err
    assert list(workspace.iterdir()) == []
    assert outcome.err.splitlines()[-1] == (
        "Ping: 4 files for dev to standard output; the namespace cs-shared-ping has to be there"
    )
    assert program("generate", MINIMAL, "-o", "out", "-q").code == 0
    paths = [f"manifests/dev/{name}.yaml" for name in ("networkpolicy", "serviceaccount", "service", "deployment")]
    assert outcome.out == "".join(
        f"---\n# Source: Ping/{path}\n{(workspace / 'out' / path).read_text()}" for path in paths
    )


def test_kubectl_applies_it(program: Program, kubectl_binary: str, tmp_path: Path) -> None:
    stream = program("generate", MINIMAL, "-o", "-", "--quiet")
    assert "standard output" not in stream.err
    assert "advice probe-default" in stream.err
    with discovery_server(KINDS, "1.32") as address:
        applied = subprocess.run(
            [kubectl_binary, "apply", f"--server={address}", "--dry-run=client", "--validate=false", "-f", "-"],
            env={"HOME": str(tmp_path)},
            input=stream.out,
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert applied.stdout.splitlines() == [
        f"{kind}/ping created (dry run)"
        for kind in ("networkpolicy.networking.k8s.io", "serviceaccount", "service", "deployment.apps")
    ], applied.stderr


def test_of_several_environments_one_has_to_be_named(program: Program) -> None:
    outcome = program("generate", ORDER, "-o", "-")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == (
        "error many-environments  --output -\n"
        "  OrderService is for dev, staging, prod; a stream holds the objects of one of them\n"
        "  mend: Name it with --env, as in --env dev.\n"
    )
    assert program("generate", ORDER, "-o", "-", "--env", "dev", "-q").code == 0


def test_several_components_are_in_one_stream_or_none_is(program: Program, workspace: Path) -> None:
    fine = program("generate", application(workspace, Cart="a/b:1.0.0", Orders="a/b:1.0.0"), "-o", "-")
    assert fine.code == 0, fine.err
    found = [document["metadata"]["name"] for document in yaml.safe_load_all(fine.out)]
    assert found == [*["cart"] * 4, *["orders"] * 4]
    refused = program("generate", application(workspace, Cart="a/b:1.0.0", Orders="a/b:latest"), "-o", "-")
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.splitlines()[-1] == "nothing was written to standard output: 1 of 2 runs did not pass"


@pytest.mark.parametrize(
    "flags", [["--json"], ["--events"], ["--merge"], ["--publish", "oci://h/p"], ["--only", "chart"]]
)
def test_flags_that_say_something_of_a_folder_are_refused(program: Program, flags: list[str]) -> None:
    outcome = program("generate", MINIMAL, "-o", "-", *flags)
    assert (outcome.code, outcome.out) == (2, "")
    assert f"so there is nothing for {flags[0]}" in " ".join(outcome.err.split())


def test_quiet_and_no_tree_leave_the_advice(program: Program) -> None:
    whole = program("generate", MINIMAL, "-o", "out", "--force")
    bare = program("generate", MINIMAL, "-o", "out", "--force", "--no-tree")
    quiet = program("generate", MINIMAL, "-o", "out", "--force", "-q")
    assert whole.out.splitlines()[0] == "Ping: generated for dev into out (27 written, 0 unchanged, 0 removed)"
    assert bare.out == "Ping: generated for dev into out (0 written, 27 unchanged, 0 removed)\n"
    assert quiet.out == ""
    assert whole.err == bare.err == quiet.err
    assert "advice replicas-minimum" in quiet.err
