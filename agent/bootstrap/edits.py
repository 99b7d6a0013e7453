"""What merges the edits of people: the folder that they are in, and the memory of what was there before."""

from typing import TYPE_CHECKING

from agent.bootstrap.memory import build_memory
from agent.settings import Settings
from foundation.model.destination import Destination
from foundation.model.run.edits import EditedFile

if TYPE_CHECKING:
    from plugins.edit_merger.marked_copies import MarkedCopies
    from plugins.edit_merger.plugin import EditMergerPlugin

#: Ending of the folder beside an output that files in conflict are in.
CONFLICTS = ".conflicts"


def build_edit_merger(settings: Settings, confined: bool) -> "EditMergerPlugin":
    """Wire what merges edits.

    Args:
        settings: the settings.
        confined: whether folders have to be below the workspace.
    """
    from plugins.artifact_emitter.sinks.workspace import WorkspaceSink
    from plugins.edit_merger.marked_copies import MarkedCopies
    from plugins.edit_merger.plugin import EditMergerPlugin

    sink, memory = WorkspaceSink(settings.workspace if confined else None), build_memory(settings)

    def base(tenant: str, edited: EditedFile) -> bytes | None:
        kept = memory.of(tenant).artifacts.get(edited.kept)
        file = kept.find(edited.path) if kept is not None else None
        return file.content if file is not None and file.digest == edited.generated else None

    def copies(destination: Destination) -> "MarkedCopies":
        folder = sink.folder(destination.place)
        return MarkedCopies(folder.with_name(folder.name + CONFLICTS), destination.place + CONFLICTS)

    return EditMergerPlugin(sink.edits, base, copies)
