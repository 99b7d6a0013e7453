"""Wiring of `import`."""

from collections.abc import Callable
from functools import partial

from agent.bootstrap.folders import build_library
from agent.settings import Settings
from agent.use_cases.import_ import ImportCommand, import_bundles
from foundation.model.bundle.imported import ImportedBundles


def build_import(settings: Settings) -> Callable[[ImportCommand], ImportedBundles]:
    """Wire the use case."""
    return partial(import_bundles, library=build_library(settings))
