"""The programs that the agent works with: Helm and kubectl."""

from typing import TYPE_CHECKING

from agent.settings import Settings
from foundation.helm.choosing import begin_to_load, chosen_engine
from foundation.helm.engine import HelmEngine
from foundation.kubectl.program import KubectlUse

if TYPE_CHECKING:
    from foundation.helm.confined import ConfinedHelmEngine


def build_helm(settings: Settings) -> HelmEngine:
    """Return the Helm engine of the settings.

    Raises:
        HelmMissingError: the wanted engine is not there.
    """
    return chosen_engine(settings.helm_engine, settings.helm_binary)


def confined_helm(settings: Settings) -> "ConfinedHelmEngine":
    """Return the Helm engine of the settings for charts of others: in a process of its own, within bounds."""
    # Imported here: our own charts need no other process.
    from foundation.helm.confined import ConfinedHelmEngine

    return ConfinedHelmEngine(settings.helm_engine, settings.helm_binary)


def begin_to_load_helm(settings: Settings) -> None:
    """Let the Helm engine of the settings be loaded beside what else there is to load."""
    begin_to_load(settings.helm_engine)


def kubectl_use(settings: Settings) -> KubectlUse:
    """Return what the settings want of kubectl."""
    return KubectlUse(settings.kubectl, settings.kubectl_dry_run, settings.kubeconfig)
