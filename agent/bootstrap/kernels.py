"""Kernels: plugins, and what surrounds every step."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from semantic_kernel import Kernel

    #: Takes the invocation, and what comes next.
    Filter = Callable[..., Any]


def build_kernel(plugins: Mapping[str, Any], filters: "Sequence[Filter]" = ()) -> "Kernel":
    """Wire a kernel, in which no model's calls run without end; filters that are not named cost nothing.

    Args:
        plugins: the plugins by name.
        filters: what surrounds each step, the outermost first.
    """
    from semantic_kernel import Kernel
    from semantic_kernel.filters import FilterTypes

    from agent.execution.filters.auto_invocation import AutoInvocations

    kernel = Kernel()
    for name, plugin in plugins.items():
        kernel.add_plugin(plugin, plugin_name=name)
    for surrounding in filters:
        kernel.add_filter(FilterTypes.FUNCTION_INVOCATION, surrounding)
    kernel.add_filter(FilterTypes.AUTO_FUNCTION_INVOCATION, AutoInvocations().filter)
    return kernel
