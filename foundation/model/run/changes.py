"""What a new run would change in the output of an earlier one."""

from typing import Literal

from foundation.model.base import FrozenModel
from foundation.model.run.trace import EXECUTION_ANNOTATION

_RUN = f"{EXECUTION_ANNOTATION}:"


class Change(FrozenModel):
    """One file that differs; text of files that are no text says so."""

    path: str
    kind: Literal["added", "changed", "removed"]
    before: str
    after: str

    @property
    def of_run_alone(self) -> bool:
        """Tell whether the file differs in nothing but the id of the run, which is in every object."""
        return self.kind == "changed" and _without_run(self.before) == _without_run(self.after)


def _without_run(text: str) -> list[str]:
    return [line for line in text.splitlines() if not line.lstrip().startswith(_RUN)]
