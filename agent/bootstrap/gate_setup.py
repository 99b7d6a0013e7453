"""Wiring of the gate's set-up, the same for runs, the command line, MCP and the diagnosis."""

from typing import TYPE_CHECKING

from agent.bootstrap.clocks import today
from agent.bootstrap.programs import kubectl_use
from agent.settings import Settings
from foundation.helm.engine import HelmEngine

if TYPE_CHECKING:
    from plugins.k8s_validator.gate_setup import GateSetup, Policies
    from plugins.k8s_validator.lint.memory import LintMemory


def build_gate_setup(
    settings: Settings,
    helm: HelmEngine,
    policies: "Policies",
    kube_version: str | None = None,
    profile: str | None = None,
    linted: "LintMemory | None" = None,
) -> "GateSetup":
    """Set the gate up as the settings want it.

    Args:
        settings: the settings.
        helm: the Helm engine.
        policies: what the policy folders say.
        kube_version: Kubernetes version to validate against; ``None`` takes the policy's.
        profile: which rules hold; ``None`` takes the policy's.
        linted: what helm lint accepted before; without it Helm lints each chart.

    Raises:
        InputError: with every mistake of the set-up.
    """
    # Imported here: many commands do without the gate.
    from plugins.k8s_validator.setting_up import set_up_gate

    return set_up_gate(
        policies,
        helm=helm,
        kubectl=kubectl_use(settings),
        linted=linted,
        yamllint=settings.yamllint,
        infrastructure_programs=settings.infrastructure_programs,
        schema_path=settings.schema_path,
        schemas_from=settings.source("schema_path"),
        kubeconfig_from=settings.source("kubeconfig"),
        contexts=settings.kube_context,
        contexts_from=settings.source("kube_context"),
        today=today(settings),
        kube_version=kube_version,
        profile=profile,
    )
