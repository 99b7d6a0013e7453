"""The only place where objects are wired together. Nothing is constructed at import.

The names are looked up when they are first used: most commands need few of these modules, and some none.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from agent.bootstrap.agent import Agent as Agent
    from agent.bootstrap.agent import build_agent as build_agent
    from agent.bootstrap.clocks import clock as clock
    from agent.bootstrap.clocks import today as today
    from agent.bootstrap.drafting import build_draft_locks as build_draft_locks
    from agent.bootstrap.drafting import load_templates as load_templates
    from agent.bootstrap.events import announce_rejection as announce_rejection
    from agent.bootstrap.examining import build_examiners as build_examiners
    from agent.bootstrap.folders import build_library as build_library
    from agent.bootstrap.folders import build_prompts as build_prompts
    from agent.bootstrap.folders import builtin_prompts as builtin_prompts
    from agent.bootstrap.folders import builtin_templates as builtin_templates
    from agent.bootstrap.gate_setup import build_gate_setup as build_gate_setup
    from agent.bootstrap.models import build_budget as build_budget
    from agent.bootstrap.models import build_chat_services as build_chat_services
    from agent.bootstrap.models import build_connection as build_connection
    from agent.bootstrap.models import build_language_model as build_language_model
    from agent.bootstrap.programs import build_helm as build_helm
    from agent.bootstrap.programs import kubectl_use as kubectl_use

_MODULES = {
    "agent": ("Agent", "build_agent"),
    "clocks": ("clock", "today"),
    "drafting": ("build_draft_locks", "load_templates"),
    "events": ("announce_rejection",),
    "examining": ("build_examiners",),
    "folders": ("build_library", "build_prompts", "builtin_prompts", "builtin_templates"),
    "gate_setup": ("build_gate_setup",),
    "models": ("build_budget", "build_chat_services", "build_connection", "build_language_model"),
    "programs": ("build_helm", "kubectl_use"),
}
_HOMES = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
