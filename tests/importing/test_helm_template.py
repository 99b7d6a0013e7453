"""What `helm template` prints is input like any other."""

import subprocess
from pathlib import Path

from agent.bootstrap import Agent
from agent.importing.trace import Identity
from agent.use_cases.import_ import import_all
from tests.support.generation import GOLDENS

CHART = GOLDENS / "order-service" / "charts" / "orderservice"


def test_the_output_of_helm_template_gives_the_same_bundle_as_the_manifests(
    agent: Agent, helm_binary: str, tmp_path: Path
) -> None:
    rendered = subprocess.run(
        [helm_binary, "template", "orderservice", str(CHART), "--values", str(CHART / "values-prod.yaml")],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    (tmp_path / "rendered.yaml").write_text(rendered.stdout)
    (from_helm,) = import_all([str(tmp_path / "rendered.yaml")], None, Identity(), agent.library)
    folder = GOLDENS / "order-service" / "manifests" / "prod"
    (from_manifests,) = import_all([str(folder)], None, Identity(), agent.library)
    assert from_helm.document == from_manifests.document
    assert from_helm.findings == []
