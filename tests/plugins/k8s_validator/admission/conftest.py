from collections.abc import Callable

import pytest

from foundation.model.findings import Finding
from plugins.k8s_validator.rules.checks.policies.admission_policy import CHECK
from plugins.k8s_validator.subject.of_files import manifests_subject
from tests.plugins.k8s_validator.conftest import Run

Judge = Callable[..., list[Finding]]


@pytest.fixture(scope="session")
def judge(run: Run) -> Judge:
    """Holds manifests against policies: texts of policy files, then the manifests."""

    def findings(manifests: str, *policies: str) -> list[Finding]:
        admission = {f"/policies/{number}.yaml": text for number, text in enumerate(policies)}
        return list(CHECK.run(CHECK, manifests_subject({"m.yaml": manifests}, run.setup(admission=admission))))

    return findings
