"""What was handed over, as text."""

from agent.reporting.counts import counted
from foundation.source.tree import shown


def exported_text(run_id: str, output: str, files: int, *, finished: bool) -> str:
    """Return a line that says what was written.

    Args:
        run_id: the run.
        output: the file.
        files: number of files in it.
        finished: whether they passed the gate.
    """
    state = "" if finished else "UNFINISHED, "
    return shown(f"{run_id}: {state}{counted(files, 'file')} in {output}") + "\n"
