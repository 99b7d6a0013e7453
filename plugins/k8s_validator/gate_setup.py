"""Everything that a validation goes by and that is not its subject: the same for runs, the command line and MCP."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from foundation.helm.engine import HelmEngine
from foundation.kubectl.program import KubectlUse
from foundation.model.base import FrozenModel
from foundation.model.findings import Finding
from foundation.model.policy.platform import PlatformPolicy
from plugins.k8s_validator.lint.memory import LintMemory
from plugins.k8s_validator.rules.rule_book import RuleBook
from plugins.k8s_validator.schemas.store import SchemaStore


class Policies(FrozenModel):
    """What the policy folders say.

    Attributes:
        platform: the platform policy with its profiles and exceptions.
        admission: text of the admission policies, by path.
        findings: what loading them wants to be known; every report says it too.
    """

    platform: PlatformPolicy
    admission: Mapping[str, str] = {}
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class GateSetup:
    """How the gate is set up.

    Attributes:
        helm: the Helm engine.
        policies: what the policy folders say.
        rules: which rules hold and how, by the profile that was chosen.
        schemas: compiled schemas of the target Kubernetes version.
        kubectl: what the real kubectl is asked.
        linted: what helm lint accepted before; without it Helm lints each chart.
        yamllint: whether the yamllint program is asked too.
        infrastructure_programs: whether bicep and terraform are asked too, where they are on the PATH.
        today: the day that the expiry of exceptions is held against; without one none holds.
    """

    helm: HelmEngine
    policies: Policies
    rules: RuleBook
    schemas: SchemaStore
    kubectl: KubectlUse = KubectlUse()
    linted: LintMemory | None = None
    yamllint: bool = False
    infrastructure_programs: bool = False
    today: date | None = None

    @property
    def kube_version(self) -> str:
        """Kubernetes version that is validated against, such as ``1.32``."""
        return self.schemas.version
