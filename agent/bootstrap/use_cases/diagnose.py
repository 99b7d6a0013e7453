"""Wiring of `diagnose`."""

from collections.abc import Callable
from functools import partial

from agent.bootstrap.folders import build_library
from agent.bootstrap.gate_setup import build_gate_setup, policies_of
from agent.bootstrap.models import build_connection
from agent.bootstrap.programs import build_helm, kubectl_use
from agent.settings import Settings
from agent.use_cases.diagnose import Programs, diagnose
from foundation.model.diagnosis import Diagnosis


def build_diagnose(settings: Settings) -> Callable[[], list[Diagnosis]]:
    """Wire the use case: everything is made just as it is for a run and for `validate`.

    Args:
        settings: the settings.
    """
    library = build_library(settings)
    return partial(
        diagnose,
        helm=lambda: build_helm(settings),
        library=library,
        gate=lambda: build_gate_setup(settings, build_helm(settings), policies_of(library)),
        language_model=lambda: _language_model(settings),
        state_folder=settings.state_dir,
        programs=Programs(helm=settings.helm_binary, kubectl=kubectl_use(settings), yamllint=settings.yamllint),
    )


def _language_model(settings: Settings) -> str:
    if settings.model_provider == "none":
        return "none is set up; none is needed"
    identity = build_connection(settings, settings.model_name).identity
    forbidden = ", and forbidden outside this machine" if settings.forbid_model_calls else ""
    return f"{identity.model} at {identity.base_url}; calls: {settings.model_calls}{forbidden}"
