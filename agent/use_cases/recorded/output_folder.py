"""An output folder as a source of recorded artifacts: a saved copy of one, or a checkout of an earlier state."""

from pathlib import Path

from agent.use_cases.recorded.identity import owner_of, recorded_run
from agent.use_cases.recorded.verified_files import read_listed
from agent.use_cases.recorded.verified_output import verified_output
from foundation.model.flags import Flag
from foundation.model.run.artifacts import Artifact, sha256
from foundation.model.run.recorded import Record
from plugins.artifact_emitter.index import INDEX, find_index
from plugins.artifact_emitter.sinks.workspace.attested import attested_in, speaking_of
from plugins.artifact_emitter.sinks.workspace.snapshot import inside


class OutputFolder:
    """Reads an output folder.

    Args:
        folder: the folder, as the user named it.
    """

    def __init__(self, folder: str) -> None:
        self.place = self.folder = folder

    @property
    def flags(self) -> list[str]:
        """See ``RecordedArtifacts.flags``."""
        return [Flag.FROM, self.place]

    def read(self) -> Record:
        """See ``RecordedArtifacts.read``; what was signed of these very files goes along."""
        folder = Path(self.place)
        found = verified_output(folder)
        run = recorded_run(folder, found.artifacts, found.report, found.report_file)
        digests = {file.path: file.digest for file in (*found.artifacts.files, found.report_file)}
        index = {INDEX: sha256((folder / INDEX).read_bytes())}
        signed = speaking_of(attested_in(folder), {**digests, **index})
        return Record(run=run, artifacts=found.artifacts.model_copy(update={"attestations": signed}))


def component_there(folder: Path) -> tuple[str, str] | None:
    """Return tenant and component of the output that stands in a folder, as far as anybody wrote one there.

    Its files may have been edited: only the chart's values are read, and nothing is verified.

    Args:
        folder: the folder.

    Returns:
        Both names; ``None`` if there is no output.

    Raises:
        InputError: there is one, and it cannot be told whose it is.
    """
    index = find_index(folder).index
    if index is None:
        return None
    listed = [path for path in index.digests if inside(path)]
    charts = [path for path in listed if path.count("/") == 2 and path.endswith("/values.yaml")]
    files: list[Artifact] = []
    for path in charts[:1]:
        content = read_listed(folder, path)
        files += [Artifact(path=path, content=content)] if content is not None else []
    return owner_of(folder, files)
