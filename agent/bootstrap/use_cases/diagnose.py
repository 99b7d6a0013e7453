"""Wiring of `diagnose`."""

import os
from collections.abc import Callable
from functools import partial

from agent.bootstrap.access import access_description
from agent.bootstrap.attesting import build_key_check
from agent.bootstrap.folders import build_library, build_prompts
from agent.bootstrap.gate_setup import build_gate_setup
from agent.bootstrap.memory import build_memory
from agent.bootstrap.models import build_connection
from agent.bootstrap.programs import build_helm, kubectl_use
from agent.settings import Settings, require_known
from agent.use_cases.diagnose import ModelUse, Programs, Workspace, diagnose
from foundation.model.diagnosis import Diagnosis
from plugins.k8s_validator.policy_folders import policies_of


def build_diagnose(settings: Settings) -> Callable[[], list[Diagnosis]]:
    """Wire the use case: everything is made just as it is for a run and for `validate`.

    Args:
        settings: the settings.
    """
    library = build_library(settings)
    return partial(
        diagnose,
        settings=_settings,
        helm=lambda: build_helm(settings),
        library=library,
        prompts=lambda: build_prompts(settings).names(),
        gate=lambda: build_gate_setup(settings, build_helm(settings), policies_of(library)),
        model=lambda: build_connection(settings, settings.model_name).identity,
        model_use=ModelUse(
            provider=settings.model_provider,
            calls=settings.model_calls,
            forbidden=settings.forbid_model_calls,
            asked=settings.review or settings.planner == "model",
        ),
        state_folder=settings.state_dir,
        memory=build_memory(settings),
        workspace=Workspace(
            folder=settings.workspace,
            drafts=settings.drafts_dir,
            named=bool({"workspace", "drafts_dir"} & settings.model_fields_set),
        ),
        programs=Programs(helm=settings.helm_binary, kubectl=kubectl_use(settings), yamllint=settings.yamllint),
        keys=lambda: _keys(settings),
        access=lambda: access_description(settings),
    )


def _keys(settings: Settings) -> str:
    build_key_check(settings)()
    named = [text for text in (settings.signing_key, settings.helm_signing_key) if text]
    return ", ".join(named) or "none is set; nothing is signed"


def _settings() -> str:
    require_known(os.environ)
    return "of the environment; all are known"
