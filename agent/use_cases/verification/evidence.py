"""What there is to verify, wherever it is kept: files in their bytes, and what was signed of them."""

from foundation.model.base import FrozenModel
from foundation.model.errors import Problem
from foundation.model.run.artifacts import Artifact


class Evidence(FrozenModel):
    """Files and what was signed of them; nothing of it is believed yet.

    Attributes:
        digest: one digest over the files.
        files: the files, each under the name that statements have for it.
        statements: what was signed, by its path.
        problems: what of the files is not what their index says.
    """

    digest: str | None
    files: list[Artifact]
    statements: list[Artifact]
    problems: list[Problem] = []

    @property
    def digests(self) -> dict[str, str]:
        """SHA-256 by name of the files."""
        return {file.path: file.digest for file in self.files}
