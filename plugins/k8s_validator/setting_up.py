"""Setting the gate up, so that every mistake of the set-up is told at once."""

from dataclasses import replace
from datetime import date

from foundation.helm.engine import HelmEngine
from foundation.kubectl.program import KubectlUse
from foundation.model.mistakes import Mistakes
from foundation.model.policy.platform import EnvironmentsPolicy
from plugins.k8s_validator.contexts import contexts_by_environment
from plugins.k8s_validator.gate_setup import GateSetup, Policies
from plugins.k8s_validator.kubeconfig import require_readable
from plugins.k8s_validator.lint.memory import LintMemory
from plugins.k8s_validator.rules.rule_book import RuleBook, rule_book
from plugins.k8s_validator.rules.waivers import require_waivable
from plugins.k8s_validator.schemas.store import own_schemas, schema_store

#: The rule that holds objects against the admission policies.
ADMISSION = "admission-policy"


def set_up_gate(
    policies: Policies,
    *,
    helm: HelmEngine,
    kubectl: KubectlUse,
    yamllint: bool,
    infrastructure_programs: bool,
    schema_path: str,
    schemas_from: str,
    kubeconfig_from: str,
    contexts: str,
    contexts_from: str,
    today: date,
    kube_version: str | None = None,
    profile: str | None = None,
    linted: LintMemory | None = None,
) -> GateSetup:
    """Set the gate up.

    Args:
        policies: what the policy folders say.
        helm: the Helm engine.
        kubectl: what kubectl is asked.
        yamllint: whether the yamllint program is asked too.
        infrastructure_programs: whether bicep and terraform are asked too, where they are on the PATH.
        schema_path: folder with schemas of custom resources; empty for none.
        schemas_from: the flag or variable that names this folder.
        kubeconfig_from: the flag or variable that names the cluster's file.
        contexts: which of its contexts is for which environment, as in ``dev=kind-dev``; with commas.
        contexts_from: the flag or variable that names its contexts.
        today: the day that the expiry of exceptions is held against.
        kube_version: Kubernetes version to validate against; ``None`` takes the policy's.
        profile: which rules hold; ``None`` takes the policy's.
        linted: what helm lint accepted before; without it Helm lints each chart.

    Raises:
        InputError: with every mistake of the profile, the version, the schema folder, the kubeconfig, the policy's
            exceptions and the admission policies.
    """
    platform, mistakes = policies.platform, Mistakes()
    rules = mistakes.attempt(rule_book, platform, profile or "")
    own = mistakes.attempt(own_schemas, schema_path, schemas_from)
    schemas = mistakes.attempt(schema_store, kube_version or platform.kubernetes_version, own)
    named = mistakes.attempt(_contexts, contexts, contexts_from, kubectl, platform.environments) or {}
    mistakes.attempt(require_readable, kubectl.kubeconfig, kubeconfig_from, named.values(), contexts_from)
    mistakes.attempt(require_waivable, platform)
    mistakes.attempt(_load_admission, policies, rules)
    return GateSetup(
        helm=helm,
        policies=policies,
        rules=mistakes.require(rules),
        schemas=mistakes.require(schemas),
        kubectl=replace(kubectl, contexts=named),
        linted=linted,
        yamllint=yamllint,
        infrastructure_programs=infrastructure_programs,
        today=today,
    )


def _contexts(setting: str, named_by: str, kubectl: KubectlUse, policy: EnvironmentsPolicy) -> dict[str, str]:
    """Return the context of each environment, by the platform's spelling of it."""
    found = contexts_by_environment(setting, named_by, kubectl.kubeconfig)
    return {policy.aliases.get(environment, environment): context for environment, context in found.items()}


def _load_admission(policies: Policies, rules: RuleBook | None) -> None:
    """Load the admission policies, where there are some and the rule that reads them holds."""
    if policies.admission and rules is not None and ADMISSION in rules.checks:
        # Imported here: the CEL library takes time to load, and most folders hold no policy.
        from plugins.k8s_validator.admission.loading import load_policies

        load_policies(policies.admission)
