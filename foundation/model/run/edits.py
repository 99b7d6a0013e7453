"""Edits of people in an output, and what comes of merging them."""

from pydantic import Field

from foundation.model.base import FrozenModel
from foundation.model.chart.chart import Chart
from foundation.model.findings import Finding
from foundation.model.run.artifacts import Artifact, ArtifactSet, Merged, sha256


class EditedFile(FrozenModel):
    """A file of an output that is not as the agent made it.

    Attributes:
        path: its path in the output.
        generated: SHA-256 of it as the agent made it; empty if a person added it.
        kept: digest of the files among which memory keeps it as the agent made it.
        content: what is there; nothing if the file was deleted.
    """

    path: str
    generated: str
    kept: str
    content: bytes | None = Field(default=None, repr=False)

    @property
    def mark(self) -> str | None:
        """SHA-256 of what is there, if anything is."""
        return sha256(self.content) if self.content is not None else None


class Merging(FrozenModel):
    """A chart with the edits of people, and what has to be known of them afterwards.

    Attributes:
        chart: the chart to go on with; a file of which the edits are in conflict is in it as the agent made it.
        own: the files that the edits changed, as the agent made them now.
        added: paths of files that people added.
        taken: SHA-256 by path of the files whose edits are in, or are made anew.
        made: files of people that have to be what the chart renders to.
        findings: what was merged, and what could not be.
    """

    chart: Chart
    own: list[Artifact] = []
    added: list[str] = []
    taken: dict[str, str] = {}
    made: list[EditedFile] = []
    findings: list[Finding] = []

    @property
    def generated(self) -> ArtifactSet:
        """The files that the edits changed, as the agent made them: what the next merge starts from."""
        return ArtifactSet(files=self.own)

    @property
    def merged(self) -> Merged | None:
        """What the output's index says of it; nothing if no edit is left."""
        if not self.own and not self.added:
            return None
        files = {**{file.path: file.digest for file in self.own}, **dict.fromkeys(self.added, "")}
        return Merged(generated=self.generated.digest, files=dict(sorted(files.items())))

    def refused(self, artifacts: ArtifactSet) -> list[Finding]:
        """Return a finding for each edit of what is made from the chart that the merged chart does not give.

        Args:
            artifacts: the files of the run.
        """
        new = {file.path: file.content for file in artifacts.files}
        return [
            _not_of_the_chart(edited, new.get(edited.path))
            for edited in self.made
            if edited.content is not None and edited.content != new.get(edited.path)
        ]


def _not_of_the_chart(edited: EditedFile, new: bytes | None) -> Finding:
    content, other = (edited.content or b"").splitlines(), (new or b"").splitlines()
    same = next((number for number, pair in enumerate(zip(content, other, strict=False)) if pair[0] != pair[1]), None)
    line = min(len(content), len(other)) if same is None else same
    return Finding(
        code="merge-conflict",
        severity="error",
        message="the file is made from the chart, and the merged chart does not give what was edited here",
        remedy="Make the edit in the chart's templates or values and merge again, or take it back.",
        file=edited.path,
        line=line + 1,
    )
