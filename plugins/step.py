"""The decorator that makes a method a kernel function and names its result."""

from collections.abc import Callable
from typing import Any, TypeVar

from semantic_kernel.functions import kernel_function

Method = TypeVar("Method", bound=Callable[..., Any])

PRODUCES = "__produces__"
_PARAMETERS = "__kernel_function_parameters__"


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
        # A model may choose steps; it never hands data to them, so it is not shown what they take. The kernel would
        # derive a JSON Schema of every parameter, which takes seconds for a component and which nobody would read.
        for parameter in getattr(method, _PARAMETERS):
            parameter |= {"include_in_function_choices": False, "schema_data": {"type": "object"}}
        return method

    return decorate
