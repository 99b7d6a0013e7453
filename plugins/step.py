"""The decorator that makes a method a kernel function and names its result."""

from collections.abc import Callable
from typing import Any, TypeVar

from semantic_kernel.functions import kernel_function

Method = TypeVar("Method", bound=Callable[..., Any])

PRODUCES = "__produces__"
_ANY_OBJECT = {"type": "object"}


def step(name: str, *, produces: str, description: str) -> Callable[[Method], Method]:
    """Mark a plugin's method as a step of the pipeline.

    Args:
        name: function name inside the plugin.
        produces: name under which the engine keeps the result.
        description: what it does, for planners, in one sentence.
    """

    def decorate(method: Method) -> Method:
        setattr(method, PRODUCES, produces)
        kernel_function(name=name, description=description)(method)
        _without_schemas(method)
        return method

    return decorate


def _without_schemas(method: Any) -> None:
    """Keep the kernel from writing out the schema of every model that passes through a step.

    The engine binds values by name and a model that plans gives names only, so nobody reads these schemas; making
    and copying them takes seconds at every start. Arguments are still parsed by their types.
    """
    for parameter in method.__kernel_function_parameters__:
        # A model that could hand data to a step must not even be shown what there is to hand over.
        parameter |= {"schema_data": dict(_ANY_OBJECT), "include_in_function_choices": False}
    method.__kernel_function_return_type_object__ = None
