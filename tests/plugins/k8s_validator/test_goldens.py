"""What the platform generates passes its own profile, and the restricted Pod Security Standard."""

import json
from pathlib import Path

import pytest

from plugins.k8s_validator.gate import validate
from plugins.k8s_validator.rules.checks import CHECKS
from plugins.k8s_validator.subject.of_files import manifests_subject
from tests.plugins.k8s_validator.conftest import Run
from tests.support.generation import GOLDENS

REPORTS = sorted(GOLDENS.glob("*/report.json"))
FOLDERS = sorted(path for path in GOLDENS.glob("*/manifests/*") if path.is_dir())
#: What examples show on purpose: a scope without an owner, an environment that nobody defines.
NOTED = {"team-default", "environment-fallback"}


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.parent.name)
def test_no_finding_is_above_advice(path: Path) -> None:
    report = json.loads(path.read_text(encoding="utf-8"))
    assert report["profile"] == "platform"
    assert [check["code"] for check in report["checks"]] == list(CHECKS)
    assert [row for row in report["findings"] if row["severity"] != "advice" and row["code"] not in NOTED] == []
    assert [check for check in report["checks"] if check["status"] == "failed"] == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: f"{path.parts[-3]}-{path.name}")
@pytest.mark.parametrize("profile", ["baseline", "restricted"])
def test_the_standards_are_kept(profile: str, folder: Path, run: Run) -> None:
    files = {str(path): path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.yaml"))}
    report = validate(manifests_subject(files, run.setup("1.34", profile=profile)))
    assert (report.profile, report.findings) == (profile, [])
