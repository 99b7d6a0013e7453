"""Compare outputs: what putting one output over another would change."""

from pathlib import Path

from agent.use_cases.comparing.comparison import Comparison, comparison_of
from agent.use_cases.recorded.output_index import read_output_index
from agent.use_cases.recorded.verified_files import read_listed
from foundation.model.base import FrozenModel
from plugins.artifact_emitter.report import REPORT
from plugins.artifact_emitter.sinks.workspace.place import readable_folder


class CompareOutputsCommand(FrozenModel):
    """What to compare.

    Attributes:
        source: folder of the output that would be put there; its files may have been edited.
        folder: folder of the output that would make way.
    """

    source: str
    folder: str


def compare_outputs(command: CompareOutputsCommand) -> Comparison:
    """Hold one output against another; nothing is generated.

    Args:
        command: what to compare.

    Raises:
        InputError: there is no output in the source, or its index cannot be trusted; or a folder can be none.
    """
    folder = readable_folder(command.folder)
    return comparison_of(contents_of(Path(command.source)), folder)


def contents_of(output: Path) -> dict[str, bytes]:
    """Return the files of an output by their paths, as they are there, without the report.

    Args:
        output: its folder.

    Raises:
        InputError: there is no output in it, or its index cannot be trusted.
    """
    paths = [path for path in read_output_index(output).digests if path != REPORT]
    files = ((path, read_listed(output, path)) for path in paths)
    return {path: content for path, content in files if content is not None}
