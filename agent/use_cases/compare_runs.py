"""Compare runs: what changed between two of them, by the files that memory holds."""

from agent.use_cases.comparing.comparison import Comparison, comparison_between
from agent.use_cases.history.files import kept_artifacts
from agent.use_cases.history.finding import find_run
from foundation.model.base import FrozenModel
from memory.memory import Memory


class CompareRunsCommand(FrozenModel):
    """What to compare.

    Attributes:
        before: id of the run, or of its execution, whose files are taken as those that were there.
        after: the same of the run whose files would come.
        tenant: whose memory is looked at; everybody's by default.
    """

    before: str
    after: str
    tenant: str | None = None


def compare_runs(command: CompareRunsCommand, *, memory: Memory) -> Comparison:
    """Hold the files of one run against those of another; nothing is generated.

    Args:
        command: what to compare.
        memory: the memory.

    Raises:
        InputError: there is no such run, or memory does not hold its files.
        OutsideError: memory cannot be read.
    """
    before, after = (
        {
            file.path: file.content
            for file in kept_artifacts(find_run(name, command.tenant, memory=memory), memory).files
        }
        for name in (command.before, command.after)
    )
    return comparison_between(before, after)
