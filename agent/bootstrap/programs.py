"""The programs that the agent works with: Helm and kubectl."""

import shutil

from agent.settings import Settings
from foundation.helm.engine import HelmEngine
from foundation.helm.errors import HelmMissingError
from foundation.kubectl.program import KubectlUse
from foundation.model.errors import Problem


def build_helm(settings: Settings) -> HelmEngine:
    """Choose the Helm engine.

    Raises:
        HelmMissingError: the wanted engine is not there.
    """
    if settings.helm_engine != "binary":
        try:
            from foundation.helm.native import NativeHelmEngine

            return NativeHelmEngine()
        except Exception as error:
            if settings.helm_engine == "native":
                raise _no_helm(f"the in-process engine cannot be loaded: {error}") from error
    executable = shutil.which(settings.helm_binary)
    if executable is None:
        raise _no_helm(f"the program {settings.helm_binary!r} was not found")
    from foundation.helm.binary import BinaryHelmEngine

    return BinaryHelmEngine(executable)


def _no_helm(message: str) -> HelmMissingError:
    remedy = "Install helm-python-sdk, or helm 3 or 4; `doctor` shows what there is."
    return HelmMissingError(Problem(code="helm-missing", message=message, remedy=remedy))


def kubectl_use(settings: Settings) -> KubectlUse:
    """Return what the settings want of kubectl."""
    return KubectlUse(settings.kubectl, settings.kubectl_dry_run, settings.kubeconfig)
