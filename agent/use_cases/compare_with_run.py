"""Compare an output with a run: what the files in a folder change of those that memory holds of a run."""

from pathlib import Path

from agent.use_cases.compare_outputs import contents_of
from agent.use_cases.comparing.comparison import Comparison, comparison_between
from agent.use_cases.history.files import kept_artifacts
from agent.use_cases.history.finding import find_run
from foundation.model.base import FrozenModel
from memory.memory import Memory


class CompareWithRunCommand(FrozenModel):
    """What to compare.

    Attributes:
        run: id of the run, or of its execution, whose files are taken as those that were there.
        source: folder of the output whose files would come; they may have been edited.
        tenant: whose memory is looked at; everybody's by default.
    """

    run: str
    source: str
    tenant: str | None = None


def compare_with_run(command: CompareWithRunCommand, *, memory: Memory) -> Comparison:
    """Hold the files in a folder against those of a run; nothing is generated.

    Args:
        command: what to compare.
        memory: the memory.

    Raises:
        InputError: there is no output in the folder or no such run, or memory does not hold its files.
        OutsideError: memory cannot be read.
    """
    artifacts = kept_artifacts(find_run(command.run, command.tenant, memory=memory), memory)
    return comparison_between({file.path: file.content for file in artifacts.files}, contents_of(Path(command.source)))
