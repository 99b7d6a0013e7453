"""Loading Semantic Kernel without what it imports for features that are not used here.

Most of the time that importing it takes goes into three packages: pybars, which compiles a grammar for Handlebars
templates; OpenAI's client, of which the kernel itself wants one class for token counts; and numpy, whose arrays may be
the content of pictures and sound. While the kernel is imported, stand-ins take their places; afterwards all three load
as ever when somebody uses them. If a version of the kernel does not fit in with that, it is imported the ordinary way.
"""

import importlib
import sys
from types import ModuleType
from typing import Any

from foundation.stand_ins import module, standing_in

KERNEL = "semantic_kernel"
_TEMPLATES = "pybars"
_CONNECTORS = f"{KERNEL}.connectors.ai"
_USAGE = "CompletionUsage"
_HANDLEBARS = f"{KERNEL}.prompt_template.handlebars_prompt_template"


def load_kernel() -> None:
    """Import Semantic Kernel; nothing happens if that was done already."""
    if KERNEL in sys.modules:
        return
    known = set(sys.modules)
    usage = module(f"{_CONNECTORS}.completion_usage", _USAGE)
    try:
        with standing_in(_templates(), module("numpy", "ndarray"), usage):
            importlib.import_module(KERNEL)
        _leave_usage_out(usage)
    except Exception:
        for name in sys.modules.keys() - known:
            del sys.modules[name]
    importlib.import_module(KERNEL)


def _templates() -> ModuleType:
    """Return a pybars that loads the real one for the first template."""
    stand_in = ModuleType(_TEMPLATES)

    class Compiler:
        def __new__(cls) -> Any:
            real, user = importlib.import_module(_TEMPLATES), sys.modules[_HANDLEBARS]
            vars(user).update(Compiler=real.Compiler, PybarsError=real.PybarsError)
            return real.Compiler()

    vars(stand_in).update(Compiler=Compiler, PybarsError=Exception)
    return stand_in


def _leave_usage_out(usage: ModuleType) -> None:
    """Let the package of connectors hand out the real class of token counts, where it took over the stand-in."""
    package = sys.modules[_CONNECTORS]
    del vars(package)[_USAGE]
    vars(package)["__getattr__"] = lambda name: _asked_of_package(package, usage.__name__, name)


def _asked_of_package(package: ModuleType, usage: str, name: str) -> Any:
    if name != _USAGE:
        raise AttributeError(f"module {package.__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(usage), name)
