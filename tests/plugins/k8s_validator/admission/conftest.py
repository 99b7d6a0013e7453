from collections.abc import Callable

import pytest

from foundation.model.findings import Finding
from foundation.model.policy.platform import PlatformPolicy
from plugins.k8s_validator.rules.checks.policies.admission_policy import CHECK
from plugins.k8s_validator.schemas.store import schema_store
from plugins.k8s_validator.subject.of_files import manifests_subject
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
