"""A second opinion: checkov over the manifests of every example, and over the Azure resources of one."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scripts.fetch_checkov import FOLDER
from tests.support.generation import ROOT
from tests.support.networked import networked_output

GOLDENS = ROOT / "tests" / "goldens"

#: What checkov finds and we mean: rule, example (``*`` for all), and why.
MEANT = {
    ("CKV_K8S_43", "*"): "a fixed tag is what the platform wants; a digest is advice (image-digest)",
    ("CKV_K8S_35", "invoice-worker"): "the bundle asks for this secret as a variable, beside one that is a file",
    ("CKV_K8S_35", "payments-ledger"): "the bundle asks for one secret as a variable, beside one that is a file",
    ("CKV_K8S_35", "database-migration"): "the bundle asks for this secret as a variable",
    ("CKV_K8S_35", "statement-secrets"): "the bundle asks for one secret as a variable, beside those that are files",
    ("CKV_K8S_38", "pricing-service"): "the bundle switches the token on, for the roles that it asks for",
    ("CKV_K8S_8", "digest-only"): "the bundle says that there is no liveness probe",
    ("CKV_K8S_8", "shipment-worker"): "the worker listens nowhere, and the bundle gives no command to ask it",
    ("CKV_K8S_9", "shipment-worker"): "likewise; a worker serves nobody",
    ("CKV_K8S_9", "invoice-worker"): "the bundle says that there is no readiness probe; a worker serves nobody",
    ("CKV2_K8S_6", "pricing-service"): "the bundle switches its NetworkPolicy off, with an exception that says why",
}
_NETWORK = "only a value of the parameters closes it, which checkov does not see; infrastructure-secure does"
_KEYS = "Microsoft's keys encrypt it; keys of one's own are the platform's decision"
#: The same for Azure resources: rule, and why.
MEANT_IN_AZURE = {
    "CKV_AZURE_33": "there are no queues of storage; blobs send their logs",
    "CKV_AZURE_35": _NETWORK,
    "CKV_AZURE_99": _NETWORK,
    "CKV_AZURE_100": _KEYS,
    "CKV_AZURE_101": _NETWORK,
    "CKV_AZURE_109": _NETWORK,
    "CKV_AZURE_189": _NETWORK,
    "CKV_AZURE_193": _NETWORK,
    "CKV_AZURE_199": _KEYS,
    "CKV_AZURE_201": _KEYS,
    "CKV_AZURE_202": "an identity of the namespace is for keys of one's own only",
    "CKV_AZURE_206": "how many copies there are is a parameter; production has GZRS",
    "CKV2_AZURE_1": _KEYS,
    "CKV2_AZURE_21": "diagnostics of the blob service send its reads; checkov looks for an older resource",
}


@pytest.fixture(scope="module")
def program() -> Path:
    """The Python that has checkov; without it the test fails and says how to get it."""
    found = FOLDER / "bin" / "python"
    if not found.is_file():
        pytest.fail("these tests run a real checkov: `python scripts/fetch_checkov.py` gets it")
    return found


def results(program: Path, folder: Path, home: Path, *arguments: str | Path) -> Any:
    form = ["--output", "json", "--compact", "--quiet", "--skip-download"]
    done = subprocess.run(
        [program, "-m", "checkov.main", "--directory", folder, *arguments, *form],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={"HOME": str(home), "PATH": os.defpath},
    )
    return json.loads(done.stdout)


def failed(program: Path, folder: Path, home: Path) -> Iterator[tuple[str, str]]:
    result = results(program, folder, home, "--framework", "kubernetes")
    assert result["summary"]["passed"] > 1000
    assert result["summary"]["parsing_errors"] == 0
    for finding in result["results"]["failed_checks"]:
        yield finding["check_id"], finding["file_path"].split("/")[1]


def test_checkov_finds_nothing_that_is_not_meant(program: Path, tmp_path: Path) -> None:
    for manifests in sorted(GOLDENS.glob("*/manifests")):
        shutil.copytree(manifests, tmp_path / "goldens" / manifests.parent.name)
    found = set(failed(program, tmp_path / "goldens", tmp_path))
    everywhere = {rule for rule, name in MEANT if name == "*"}
    assert {key for key in found if key not in MEANT and key[0] not in everywhere} == set()
    assert {key for key in MEANT if key not in found and key[1] != "*"} == set()
    assert everywhere <= {rule for rule, _ in found}


def test_checkov_finds_nothing_in_azure_that_is_not_meant(program: Path, tmp_path: Path) -> None:
    output = networked_output(tmp_path / "generated")
    for back_end in ("bicep", "terraform"):
        shutil.copytree(output / back_end, tmp_path / "infra" / back_end)
    values = tmp_path / "infra" / "terraform" / "prod.tfvars"
    folder = tmp_path / "infra"
    read = results(program, folder, tmp_path, "--framework", "bicep", "terraform", "--var-file", values)
    assert {result["check_type"]: result["summary"]["parsing_errors"] for result in read} == {
        "bicep": 0,
        "terraform": 0,
    }
    assert all(result["summary"]["passed"] > 10 for result in read)
    found = {finding["check_id"] for result in read for finding in result["results"]["failed_checks"]}
    assert found == MEANT_IN_AZURE.keys()
