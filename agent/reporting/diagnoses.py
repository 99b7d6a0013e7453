"""What works and what does not, a line each."""

from collections.abc import Sequence

from foundation.model.diagnosis import Diagnosis

_MARKS = {"ok": "ok     ", "missing": "missing", "failed": "failed "}


def diagnosis_lines(diagnoses: Sequence[Diagnosis]) -> list[str]:
    """Return a line for each thing that was looked at."""
    width = max(len(each.name) for each in diagnoses)
    return [f"{_MARKS[each.status]}  {each.name:<{width}}  {each.detail}\n" for each in diagnoses]
