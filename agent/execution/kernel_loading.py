"""Loading Semantic Kernel without what it imports for features that are not used here.

Most of the time that importing it takes goes into two packages: pybars, which compiles a grammar for Handlebars
templates, and all of OpenAI's client, of which the kernel itself wants one class for token counts. While the kernel is
imported, stand-ins take their places; afterwards both packages load as ever when somebody uses them. If a version of
the kernel does not fit in with that, it is imported the ordinary way.
"""

import importlib
import sys
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType
from typing import Any

KERNEL = "semantic_kernel"
_TEMPLATES, _CLIENT, _TYPES = "pybars", "openai", "openai.types"
_USAGE = "openai.types.completion_usage"
_HANDLEBARS = f"{KERNEL}.prompt_template.handlebars_prompt_template"


def load_kernel() -> None:
    """Import Semantic Kernel; nothing happens if that, or one of the two packages, was imported already."""
    if not sys.modules.keys().isdisjoint({KERNEL, _TEMPLATES, _CLIENT}):
        return
    known = set(sys.modules)
    stand_ins = {_TEMPLATES: _templates(), _CLIENT: _package(_CLIENT), _TYPES: _types()}
    sys.modules.update(stand_ins)
    try:
        importlib.import_module(KERNEL)
    except Exception:
        for name in sys.modules.keys() - known:
            del sys.modules[name]
    finally:
        for name, stand_in in stand_ins.items():
            if sys.modules.get(name) is stand_in:
                del sys.modules[name]
    importlib.import_module(KERNEL)


def _templates() -> ModuleType:
    """Return a pybars that loads the real one for the first template."""
    module = ModuleType(_TEMPLATES)

    class Compiler:
        def __new__(cls) -> Any:
            real, user = importlib.import_module(_TEMPLATES), sys.modules[_HANDLEBARS]
            vars(user).update(Compiler=real.Compiler, PybarsError=real.PybarsError)
            return real.Compiler()

    vars(module).update(Compiler=Compiler, PybarsError=Exception)
    return module


def _types() -> ModuleType:
    """Return a package of which only the module with the token counts is loaded."""
    module = _package(_TYPES)
    vars(module)["__getattr__"] = lambda name: getattr(importlib.import_module(_USAGE), name)
    return module


def _package(name: str) -> ModuleType:
    """Return a package whose modules can be imported without what its own file imports.

    Raises:
        ModuleNotFoundError: it is not installed.
    """
    spec = find_spec(_CLIENT)
    if spec is None or spec.submodule_search_locations is None:
        raise ModuleNotFoundError(f"{_CLIENT} is not installed")
    inner = name.removeprefix(_CLIENT).replace(".", "/")
    module = ModuleType(name)
    module.__path__ = [f"{folder}{inner}" for folder in spec.submodule_search_locations]
    module.__spec__ = ModuleSpec(name, None, is_package=True)
    return module
