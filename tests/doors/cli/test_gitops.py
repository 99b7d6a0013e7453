"""What Argo CD and Flux read, as users get it: each way through `generate` and the gate; and what cannot be fetched."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from foundation.model.run.artifacts import Artifact, ArtifactSet
from plugins.artifact_emitter.sinks.oci.layout import charts_of
from plugins.k8s_validator.gitops.application_sets import applications_of
from tests.doors.cli.conftest import Outcome
from tests.doors.cli.test_generate import files_in
from tests.support.generation import EXAMPLES

Program = Callable[..., Outcome]
BUNDLE = str(EXAMPLES / "billing-api.yaml")
GIT = "delivery.repository=ssh://git@git.example.com/{tenant}/{component}.git"
FLUX = ("--set", "delivery.gitops=flux")
FILES = {
    "argo-cd from a registry": ((), {"application.yaml": "Application"}),
    "argo-cd from git": (("--set", GIT), {"application.yaml": "Application"}),
    "flux from a registry": (FLUX, {"helmrelease.yaml": "HelmRelease", "ocirepository.yaml": "OCIRepository"}),
    "flux from git": (
        (*FLUX, "--set", GIT),
        {"flux-kustomization.yaml": "Kustomization", "gitrepository.yaml": "GitRepository"},
    ),
}
WRONG = {
    "repository=null": ("gitops-repository", "Set delivery.repository in the bundle"),
    "repository=https://user:word@git.example.com/a": ("wrong-value", "without a password"),
    "repository=ftp://git.example.com/a": ("wrong-value", "delivery.repository"),
    "repository=oci://registry.example.com/{component.__class__}": ("wrong-value", "delivery.repository"),
    "application_set=true": ("gitops-application-set", "set delivery.gitops to argo-cd"),
    "gitops=argocd": ("wrong-value", "delivery.gitops"),
    "environments.dev.server=http://10.0.0.1": ("wrong-value", "delivery.environments.dev.server"),
}


def objects_in(folder: Path, environment: str) -> dict[str, dict[str, Any]]:
    found = sorted((folder / "out" / "gitops" / environment).iterdir())
    return {path.name: yaml.safe_load(path.read_text()) for path in found}


@pytest.mark.parametrize("way", FILES)
def test_each_way_passes_the_gate_and_carries_the_trace(way: str, program: Program, workspace: Path) -> None:
    choices, files = FILES[way]
    outcome = program("generate", BUNDLE, *choices)
    assert outcome.code == 0, outcome.err
    for environment in ("dev", "staging", "prod"):
        objects = objects_in(workspace, environment)
        assert {name: data["kind"] for name, data in objects.items()} == files
        for data in objects.values():
            assert data["metadata"]["name"] == f"acme-billingapi-{environment}"
            assert data["metadata"]["labels"]["env"] == environment
            assert data["metadata"]["labels"]["trace_id"] == "trace-bil-4410"
            assert data["metadata"]["annotations"]["trace_id"] == "trace-bil-4410"
    listed = json.loads((workspace / "out" / "artifacts.json").read_text())
    assert f"gitops/prod/{next(iter(files))}" in json.dumps(listed)


def test_argo_cd_deploys_the_published_chart_by_its_digest_and_waits_where_somebody_must_agree(
    program: Program, workspace: Path
) -> None:
    assert program("generate", BUNDLE).code == 0
    charts = [Artifact(path=path, content=content) for path, content in files_in(workspace / "out").items()]
    (published,) = charts_of(ArtifactSet(files=charts))
    dev, prod = (objects_in(workspace, name)["application.yaml"]["spec"] for name in ("dev", "prod"))
    assert dev["source"] == {
        "repoURL": "oci://ghcr.io/connectsoft/charts/billingapi",
        "targetRevision": published.digest,
        "path": ".",
        "helm": {"releaseName": "billingapi", "valueFiles": ["values-dev.yaml"]},
    }
    assert dev["syncPolicy"]["automated"] == {"prune": True, "selfHeal": True}
    assert "automated" not in prod["syncPolicy"]
    assert dev["destination"]["server"] == "https://kubernetes.default.svc"
    assert prod["destination"]["server"] == "https://aks-prod.connectsoft.dev:443"


def test_one_set_of_argo_cd_makes_the_application_of_each_environment(program: Program, workspace: Path) -> None:
    same = ("--set", "execution_id=exec-1")  # else it is derived from the bundle, which says another thing
    assert program("generate", BUNDLE, *same).code == 0
    alone = {name: objects_in(workspace, name)["application.yaml"] for name in ("dev", "staging", "prod")}
    assert program("generate", BUNDLE, *same, "--set", "delivery.application_set=true").code == 0
    written = workspace / "out" / "gitops"
    assert [path.name for path in written.iterdir()] == ["applicationset.yaml"]
    applied = yaml.safe_load((written / "applicationset.yaml").read_text())
    assert dict(applications_of(applied)) == alone
    assert applied["metadata"]["name"] == "acme-billingapi"
    assert "env" not in applied["metadata"]["labels"]
    assert applied["spec"]["syncPolicy"] == {"preserveResourcesOnDeletion": True}


def test_a_set_names_the_folder_and_the_repository_of_each_environment(program: Program, workspace: Path) -> None:
    git = "delivery.repository=https://git.example.com/{component}-{env}.git"
    assert program("generate", BUNDLE, "--set", git, "--set", "delivery.application_set=true").code == 0
    applied = yaml.safe_load((workspace / "out/gitops/applicationset.yaml").read_text())
    sources = {environment: data["spec"]["source"] for environment, data in applications_of(applied)}
    assert sources["prod"] == {
        "repoURL": "https://git.example.com/billingapi-prod.git",
        "targetRevision": "main",
        "path": "kustomize/overlays/prod",
    }
    assert sources["dev"]["repoURL"] == "https://git.example.com/billingapi-dev.git"


def test_flux_has_the_values_of_the_environment_and_is_suspended_where_somebody_must_agree(
    program: Program, workspace: Path
) -> None:
    assert program("generate", BUNDLE, *FLUX).code == 0
    dev, prod = (objects_in(workspace, name)["helmrelease.yaml"]["spec"] for name in ("dev", "prod"))
    values = workspace / "out" / "charts" / "billingapi" / "values-prod.yaml"
    assert prod["values"] == yaml.safe_load(values.read_text())
    assert prod["suspend"] is True
    assert "suspend" not in dev


def test_from_git_comes_the_overlay_or_else_the_manifests(program: Program, workspace: Path) -> None:
    assert program("generate", BUNDLE, "--set", GIT).code == 0
    source = objects_in(workspace, "dev")["application.yaml"]["spec"]["source"]
    assert source == {
        "repoURL": "ssh://git@git.example.com/acme/billingapi.git",
        "targetRevision": "main",
        "path": "kustomize/overlays/dev",
    }
    assert program("generate", BUNDLE, "--set", GIT, "--without", "kustomize", "--without", "pipelines").code == 0
    assert objects_in(workspace, "dev")["application.yaml"]["spec"]["source"]["path"] == "manifests/dev"


def test_without_the_part_nothing_is_written(program: Program, workspace: Path) -> None:
    assert program("generate", BUNDLE, "--without", "gitops").code == 0
    assert not (workspace / "out" / "gitops").exists()


@pytest.mark.parametrize("said", WRONG)
def test_what_cannot_be_fetched_is_told_and_nothing_is_written(said: str, program: Program, workspace: Path) -> None:
    code, words = WRONG[said]
    outcome = program("generate", BUNDLE, *(FLUX if "set=" in said else ()), "--set", f"delivery.{said}")
    assert outcome.code == 2
    assert f"error {code}" in outcome.err
    assert words in outcome.err
    assert not (workspace / "out").exists()


def test_what_would_be_fetched_and_is_not_written_is_refused(program: Program, workspace: Path) -> None:
    outcome = program("generate", BUNDLE, "--without", "chart", "--without", "pipelines")
    assert outcome.code == 2
    assert "error gitops-files" in outcome.err
    assert "Write chart too (--with chart)" in outcome.err
