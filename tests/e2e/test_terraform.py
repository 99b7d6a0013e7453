"""A second opinion: a real Terraform reads what we write, asked by the gate as its settings say."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from scripts.fetch_terraform import PROGRAMS
from tests.support.generation import GOLDENS
from tests.support.networked import networked_output


@pytest.fixture(autouse=True)
def terraform(monkeypatch: pytest.MonkeyPatch) -> Path:
    """Have Terraform on the PATH; without it the test fails and says how to get it."""
    found = PROGRAMS / "terraform"
    if not found.is_file():
        pytest.fail("these tests run a real Terraform: `python scripts/fetch_terraform.py` gets it")
    monkeypatch.setenv("PATH", f"{PROGRAMS}:{os.defpath}")
    return found


def test_the_gate_has_terraform_read_every_file(tmp_path: Path) -> None:
    output = networked_output(tmp_path, infrastructure_programs=True)
    checks = {check["code"]: check for check in json.loads((output / "report.json").read_text())["checks"]}
    assert checks["terraform-program"] == {"code": "terraform-program", "status": "passed"}
    assert checks["bicep-program"]["reason"] == "the program bicep is not on the PATH"


@pytest.mark.parametrize(
    ("old", "new"),
    [("= var.vault_name", "=  var.vault_name"), ('"standard"', '"standard'), ("}\n", "")],
)
def test_terraform_finds_what_is_wrong(old: str, new: str, terraform: Path, tmp_path: Path) -> None:
    for path in (GOLDENS / "payments-ledger" / "terraform").iterdir():
        (tmp_path / path.name).write_text(path.read_text().replace(old, new))
    command = [terraform, "fmt", "-check", "-diff", str(tmp_path)]
    assert subprocess.run(command, capture_output=True, check=False, env={"HOME": str(tmp_path)}).returncode != 0
