"""What each registered kernel function needs and gives."""

from semantic_kernel import Kernel

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
                requires=[str(parameter.name) for parameter in function.parameters if parameter.is_required],
                accepts=[str(parameter.name) for parameter in function.parameters if not parameter.is_required],
                produces=produces,
                description=function.description or "",
            )
    return found
