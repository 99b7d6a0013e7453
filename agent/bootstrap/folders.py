"""The folders of templates and prompts: those of the settings first, those that come with the agent last."""

import os
from collections.abc import Callable
from pathlib import Path

from agent.bootstrap.data import data_path
from agent.settings import Settings
from foundation.catalog.cache import TemplateCache
from foundation.catalog.folder import TemplateFolder
from foundation.catalog.library import TemplateLibrary
from foundation.prompting.library import PromptLibrary


def builtin_templates() -> Path:
    """Return the template folder that comes with the package, or with a checkout."""
    return data_path("templates", "templates")


def builtin_prompts() -> Path:
    """Return the prompt folder that comes with the package, or with a checkout."""
    return data_path("prompts", "prompts")


def build_library(settings: Settings) -> TemplateLibrary:
    """Wire the template folders: those of the settings first, the built-in one last."""
    named = [Path(part) for part in settings.template_path.split(os.pathsep) if part]
    cache = TemplateCache(settings.state_dir / "templates", _warn_of(settings))
    named_by = settings.source("template_path")
    return TemplateLibrary([TemplateFolder(path, cache, named_by=named_by) for path in (*named, builtin_templates())])


def _warn_of(settings: Settings) -> Callable[[str], None]:
    def warn(message: str) -> None:
        # Imported here: most runs have nothing to say.
        from agent.bootstrap.logs import build_log

        build_log(settings).warning(message)

    return warn


def build_prompts(settings: Settings) -> PromptLibrary:
    """Wire the prompt folders: those of the settings first, the built-in one last."""
    named = [Path(part) for part in settings.prompt_path.split(os.pathsep) if part]
    return PromptLibrary([*named, builtin_prompts()], named_by=settings.source("prompt_path"))
