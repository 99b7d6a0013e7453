"""A second opinion: checkov over the manifests of every example."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.fetch_checkov import FOLDER
from tests.support.generation import ROOT

GOLDENS = ROOT / "tests" / "goldens"

#: What checkov finds and we mean: rule, example (``*`` for all), and why.
MEANT = {
    ("CKV_K8S_43", "*"): "a fixed tag is what the platform wants; a digest is advice (image-digest)",
    ("CKV_K8S_35", "invoice-worker"): "the bundle asks for this secret as a variable, beside one that is a file",
    ("CKV_K8S_35", "database-migration"): "the bundle asks for this secret as a variable",
    ("CKV_K8S_35", "statement-secrets"): "the bundle asks for one secret as a variable, beside those that are files",
    ("CKV_K8S_38", "pricing-service"): "the bundle switches the token on, for the roles that it asks for",
    ("CKV_K8S_8", "digest-only"): "the bundle says that there is no liveness probe",
    ("CKV_K8S_8", "shipment-worker"): "the worker listens nowhere, and the bundle gives no command to ask it",
    ("CKV_K8S_9", "shipment-worker"): "likewise; a worker serves nobody",
    ("CKV_K8S_9", "invoice-worker"): "the bundle says that there is no readiness probe; a worker serves nobody",
    ("CKV2_K8S_6", "pricing-service"): "the bundle switches its NetworkPolicy off, with an exception that says why",
}


@pytest.fixture(scope="module")
def program() -> Path:
    """The Python that has checkov; without it the test fails and says how to get it."""
    found = FOLDER / "bin" / "python"
    if not found.is_file():
        pytest.fail("these tests run a real checkov: `python scripts/fetch_checkov.py` gets it")
    return found


def failed(program: Path, folder: Path, home: Path) -> Iterator[tuple[str, str]]:
    arguments = ["--framework", "kubernetes", "--output", "json", "--compact", "--quiet", "--skip-download"]
    done = subprocess.run(
        [program, "-m", "checkov.main", "--directory", folder, *arguments],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={"HOME": str(home), "PATH": os.defpath},
    )
    result = json.loads(done.stdout)
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
