"""The settings: which there are, what they may be, and how they are read from the environment."""

from agent.settings.loading import load_settings, require_known
from agent.settings.settings import Settings, variable_of

__all__ = ["Settings", "load_settings", "require_known", "variable_of"]
