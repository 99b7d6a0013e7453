"""What each registered kernel function needs and gives."""

from semantic_kernel import Kernel

from agent.planning.context_names import context_name
from foundation.model.run.plan import StepSignature
from plugins.step import PRODUCES


def signatures_of(kernel: Kernel) -> dict[str, StepSignature]:
    """Return the signatures of all steps on a kernel, by ``plugin.function``."""
    found: dict[str, StepSignature] = {}
    for plugin_name, plugin in kernel.plugins.items():
        for function_name, function in plugin.functions.items():
            produces = getattr(getattr(function, "method", None), PRODUCES, None)
            if produces is None:
                continue
            name = f"{plugin_name}.{function_name}"
            found[name] = StepSignature(
                name=name,
                requires=[context_name(str(each.name)) for each in function.parameters if each.is_required],
                accepts=[context_name(str(each.name)) for each in function.parameters if not each.is_required],
                produces=produces,
                description=function.description or "",
            )
    return found
