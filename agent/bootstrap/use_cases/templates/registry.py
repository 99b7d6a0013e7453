"""Wiring of templates and policies with who uses them."""

from collections.abc import Callable

from agent.bootstrap.folders import build_library
from agent.bootstrap.memory import build_memory
from agent.settings import Settings
from agent.use_cases.templates.registry import Registry, registry
from foundation.catalog.content import folder_content


def build_registry(settings: Settings) -> Callable[[str | None], Registry]:
    """Wire the use case; templates are read anew each time, because people edit them."""
    memory = build_memory(settings)

    def look(tenant: str | None) -> Registry:
        library = build_library(settings)
        contents = [folder_content(folder.root) for folder in library.folders]
        known = [content.policies for content in contents if content is not None]
        return registry(tenant, library=library, memory=memory, current=known if len(known) == len(contents) else None)

    return look
