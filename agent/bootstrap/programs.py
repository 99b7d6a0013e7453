"""The programs that the agent works with: Helm and kubectl."""

from agent.settings import Settings
from foundation.helm.choosing import chosen_engine
from foundation.helm.engine import HelmEngine
from foundation.kubectl.program import KubectlUse


def build_helm(settings: Settings) -> HelmEngine:
    """Return the Helm engine of the settings.

    Raises:
        HelmMissingError: the wanted engine is not there.
    """
    return chosen_engine(settings.helm_engine, settings.helm_binary)


def kubectl_use(settings: Settings) -> KubectlUse:
    """Return what the settings want of kubectl."""
    return KubectlUse(settings.kubectl, settings.kubectl_dry_run, settings.kubeconfig)
