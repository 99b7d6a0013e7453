"""The only place where objects are wired together. Nothing is constructed at import."""

from agent.bootstrap.agent import Agent, build_agent
from agent.bootstrap.clocks import clock, today
from agent.bootstrap.drafting import build_draft_locks, load_templates
from agent.bootstrap.events import announce_rejection
from agent.bootstrap.examining import build_examiners
from agent.bootstrap.folders import build_library, build_prompts, builtin_prompts, builtin_templates
from agent.bootstrap.models import build_budget, build_chat_services, build_connection, build_language_model
from agent.bootstrap.programs import build_helm, kubectl_use

__all__ = [
    "Agent",
    "announce_rejection",
    "build_agent",
    "build_budget",
    "build_chat_services",
    "build_connection",
    "build_draft_locks",
    "build_examiners",
    "build_helm",
    "build_language_model",
    "build_library",
    "build_prompts",
    "builtin_prompts",
    "builtin_templates",
    "clock",
    "kubectl_use",
    "load_templates",
    "today",
]
