"""The folders of templates and prompts: those of the settings first, those that come with the agent last."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from agent.bootstrap.clocks import clock
from agent.bootstrap.data import data_path
from agent.settings import Settings
from foundation.catalog.cache import TemplateCache
from foundation.catalog.folder import TemplateFolder
from foundation.catalog.library import TemplateLibrary

if TYPE_CHECKING:
    from foundation.prompting.library import PromptLibrary
    from memory.template_shelf import TemplateShelf


def builtin_templates() -> Path:
    """Return the template folder that comes with the package, or with a checkout."""
    return data_path("templates", "templates")


def builtin_prompts() -> Path:
    """Return the prompt folder that comes with the package, or with a checkout."""
    return data_path("prompts", "prompts")


def build_library(settings: Settings) -> TemplateLibrary:
    """Wire the template folders: those of the settings first, the built-in one last."""
    named = [Path(part) for part in settings.template_path.split(os.pathsep) if part]
    cache = build_template_cache(settings)
    named_by = settings.source("template_path")
    return TemplateLibrary([TemplateFolder(path, cache, named_by=named_by) for path in (*named, builtin_templates())])


def build_template_cache(settings: Settings) -> TemplateCache:
    """Wire what keeps the last good version of each template folder."""
    return TemplateCache(settings.state_dir / "templates", _warn_of(settings), _shelf(settings))


def _shelf(settings: Settings) -> "TemplateShelf | None":
    """Return where other machines find the last good templates; a memory on this machine has none beside the folder."""
    if settings.memory == "sqlite":
        return None
    from agent.bootstrap.memory import build_memory
    from memory.template_shelf import TemplateShelf

    return TemplateShelf(lambda: build_memory(settings), clock(settings), _warn_of(settings))


def _warn_of(settings: Settings) -> Callable[[str], None]:
    def warn(message: str) -> None:
        # Imported here: most runs have nothing to say.
        from agent.bootstrap.logs import build_log

        build_log(settings).warning(message)

    return warn


def build_prompts(settings: Settings) -> "PromptLibrary":
    """Wire the prompt folders: those of the settings first, the built-in one last."""
    # Imported here: without a model nobody reads a prompt.
    from foundation.prompting.library import PromptLibrary

    return PromptLibrary(prompt_folders(settings), named_by=settings.source("prompt_path"))


def prompt_folders(settings: Settings) -> list[Path]:
    """Return the folders with prompts, in the order in which they are searched."""
    named = [Path(part) for part in settings.prompt_path.split(os.pathsep) if part]
    return [*named, builtin_prompts()]
