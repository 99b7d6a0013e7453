"""One figure of the table: what was measured, what stands beside it, and what is aimed at."""

from dataclasses import dataclass
from typing import Any

from benchmarks.measuring import Cost


@dataclass(frozen=True)
class Beside:
    """What a user would run instead.

    Attributes:
        what: the command, in words.
        cost: what it cost in the same run, for the same work.
    """

    what: str
    cost: Cost


@dataclass(frozen=True)
class Figure:
    """A figure.

    Attributes:
        name: its key in results.json.
        what: what was measured.
        cost: what it cost.
        value: the figure.
        unit: ``s``, ``ms`` or ``x`` (a ratio).
        beside: what a user would run instead; nothing, if there is no such thing.
        aim: the most that it should be; of a ratio whose name begins with ``times_faster`` the least.
        note: what has to be known to read it.
    """

    name: str
    what: str
    cost: Cost
    value: float
    unit: str
    beside: Beside | None = None
    aim: float | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """How often what stands beside it fits into its wall time; more than 1 is slower."""
        return self.cost.wall / self.beside.cost.wall if self.beside is not None else None

    @property
    def reached(self) -> bool | None:
        """Whether the aim is reached, if there is one."""
        if self.aim is None:
            return None
        return self.value >= self.aim if self.name.startswith("times_faster") else self.value <= self.aim

    def as_data(self) -> dict[str, Any]:
        """Return it as plain data."""
        data: dict[str, Any] = {
            "name": self.name,
            "what": self.what,
            "value": round(self.value, 4),
            "unit": self.unit,
            "aim": self.aim,
            "reached": self.reached,
            "cost": self.cost.as_data(),
            "beside": {"what": self.beside.what, "cost": self.beside.cost.as_data()} if self.beside else None,
            "ratio": round(self.ratio, 4) if self.ratio is not None else None,
        }
        return data | ({"note": self.note} if self.note else {})
