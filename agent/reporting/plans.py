"""A plan as a table, and the reasons for what is in it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from foundation.model.run.plan import PlanDescription, PlannedStep

if TYPE_CHECKING:
    from rich.table import Table


def steps_table(steps: Sequence[PlannedStep]) -> "Table":
    """Return the steps in their order, with what each takes and gives; how wide it is, its reader knows."""
    # Imported here: most results are no tables.
    from rich.table import Column, Table

    table = Table("", Column("step", no_wrap=True), "what it does", "takes", Column("gives", no_wrap=True), box=None)
    for number, step in enumerate(steps, 1):
        table.add_row(str(number), step.name, step.description, ", ".join(step.takes), step.gives)
    return table


def reasons_text(plan: PlanDescription) -> str:
    """Return a line for each optional step: why it is in or out."""
    return "".join(f"{step}: {reason}\n" for step, reason in plan.reasons.items())
