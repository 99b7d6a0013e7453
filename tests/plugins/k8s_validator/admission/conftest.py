from collections.abc import Callable

import pytest

from agent.model.findings import Finding
from agent.model.policy import PlatformPolicy
from plugins.k8s_validator.checks.policies.admission_policy import CHECK
from plugins.k8s_validator.manifests import manifests_subject
from plugins.k8s_validator.schemas import schema_store
from tests.plugins.k8s_validator.conftest import Run

Judge = Callable[..., list[Finding]]


@pytest.fixture(scope="session")
def judge(run: Run) -> Judge:
    """Holds manifests against policies: texts of policy files, then the manifests."""
    policy: PlatformPolicy = run.context["templates"].policy

    def findings(manifests: str, *policies: str) -> list[Finding]:
        subject = manifests_subject({"m.yaml": manifests}, policy, schema_store("1.32"), run.agent.helm)
        subject.admission = {f"/policies/{number}.yaml": text for number, text in enumerate(policies)}
        return list(CHECK.run(CHECK, subject))

    return findings
