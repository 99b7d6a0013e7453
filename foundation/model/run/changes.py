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
        return self.kind == "changed" and same_but_for_run(self.before, self.after)


def same_but_for_run(before: str, after: str) -> bool:
    """Tell whether two texts of a file differ in nothing but the id of the run."""
    return before == after or _without_run(before) == _without_run(after)


def _without_run(text: str) -> list[str]:
    return [line for line in text.splitlines() if not line.lstrip().startswith(_RUN)]
