"""Stand-ins for what a library imports and hardly anybody uses: the real thing is loaded when somebody does.

They are in place only while the library is imported. Afterwards the names mean what they always mean, and only the
library itself still holds the stand-ins, each of which does what the real thing does.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

#: Marks stand-ins.
_STANDS_IN = "__stands_in__"


@contextmanager
def standing_in(*modules: ModuleType) -> Iterator[None]:
    """Let modules stand in, by their names, for those that are not loaded yet.

    Args:
        modules: the stand-ins.
    """
    new = [module for module in modules if module.__name__ not in sys.modules]
    sys.modules.update({module.__name__: module for module in new})
    try:
        yield
    finally:
        for module in new:
            if sys.modules.get(module.__name__) is module:
                del sys.modules[module.__name__]


def module(name: str, *classes: str) -> ModuleType:
    """Return a stand-in for a module; whatever is asked of it is asked of the real one.

    Args:
        name: the module.
        classes: names of classes in it that are imported by name, and so before anybody asks.
    """
    made = ModuleType(name)
    vars(made).update({each: _Class(each, (), {"__module__": name}) for each in classes})
    vars(made)["__getattr__"] = lambda asked: _real(name, asked)
    vars(made)[_STANDS_IN] = True
    return made


def package(name: str, asked_of: str = "") -> ModuleType:
    """Return a stand-in for a package; its modules can be imported without what its own file imports.

    Args:
        name: the package.
        asked_of: a module of it, which has what is asked of the package itself.

    Raises:
        ModuleNotFoundError: it is not installed.
    """
    top, _, inner = name.partition(".")
    spec = find_spec(top)
    if spec is None or spec.submodule_search_locations is None:
        raise ModuleNotFoundError(f"{top} is not installed")
    made = module(asked_of) if asked_of else ModuleType(name)
    made.__name__ = name
    made.__path__ = [str(Path(folder, *filter(None, inner.split(".")))) for folder in spec.submodule_search_locations]
    made.__spec__ = ModuleSpec(name, None, is_package=True)
    return made


class _Class(type):
    """The class of classes that stand in for others."""

    def __call__(cls, *arguments: Any, **named: Any) -> Any:
        return _real(cls.__module__, cls.__name__)(*arguments, **named)

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            # Whoever looks at any class, such as pydantic for its hooks, has no use for the real one.
            raise AttributeError(name)
        return getattr(_real(cls.__module__, cls.__name__), name)

    def __instancecheck__(cls, value: Any) -> bool:
        # Before the module is loaded, there is no instance.
        real = getattr(sys.modules.get(cls.__module__), cls.__name__, cls)
        return real is not cls and isinstance(value, real)


def _real(module_name: str, name: str) -> Any:
    if name == "__path__":  # of a module that is no package, or not known to be one
        raise AttributeError(name)
    if _STANDS_IN in vars(sys.modules.get(module_name, object)):
        # The real one is wanted already, while the library is being imported.
        del sys.modules[module_name]
    return getattr(import_module(module_name), name)
