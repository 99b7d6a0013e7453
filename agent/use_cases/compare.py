"""Compare: what a new run would change in a folder."""

from collections.abc import Callable

from agent.execution.causes import with_causes
from agent.use_cases.comparing.comparison import Comparison, comparison_of
from agent.use_cases.inputs.bundles import OneBundle, load_one
from agent.use_cases.inputs.completing import Complete, completely
from foundation.model.base import FrozenModel
from foundation.model.run.request import GenerationRequest, GenerationResult, Options
from plugins.artifact_emitter.sinks.workspace.place import readable_folder


class CompareCommand(FrozenModel):
    """What to compare.

    Attributes:
        bundle: the bundle.
        folder: output folder of an earlier run.
        options: how the new run goes; it saves nothing.
    """

    bundle: OneBundle
    folder: str
    options: Options = Options()


class Compared(Comparison):
    """What came of it.

    Attributes:
        result: the new run; only if it generated something there is anything to compare.
    """

    result: GenerationResult


def compare(
    command: CompareCommand, *, generate: Callable[[GenerationRequest], GenerationResult], complete: Complete
) -> Compared:
    """Generate a bundle without saving it, and hold the files against a folder.

    Args:
        command: what to compare.
        generate: runs a request.
        complete: adds to the mistakes of a bundle that cannot be read what else is wrong with it.

    Raises:
        InputError: the bundle cannot be read, with every mistake of it; or the folder can be none.
    """
    folder = readable_folder(command.folder)
    options = command.options.model_copy(update={"destination": None})
    request = completely(complete, options, load_one, command.bundle).request(options)
    result = generate(request)
    if result.status != "generated" or result.artifacts is None:
        return Compared(result=result)
    found = comparison_of({file.path: file.content for file in result.artifacts.files}, folder)
    refused = with_causes(found.refused, request, result.effective, result.artifacts)
    return Compared(result=result, changes=found.changes, meaning=found.meaning, refused=refused)
