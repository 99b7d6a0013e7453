"""The tables of docs/telemetry.md and docs/sla.md, and the files of deploy/ beside them."""

from pathlib import Path

from agent.telemetry.instruments import INSTRUMENTS
from agent.telemetry.phases import PHASES, START
from scripts.tables import row, with_part
from scripts.telemetry_pages import dashboard, rules
from scripts.telemetry_pages.objectives import OBJECTIVES, Objective

TELEMETRY, SLA = "docs/telemetry.md", "docs/sla.md"


def telemetry_pages(root: Path) -> dict[str, str]:
    """Return what is written of telemetry, by its path.

    Args:
        root: the repository.
    """
    page = (root / TELEMETRY).read_text(encoding="utf-8")
    page = with_part(with_part(page, "spans", _spans()), "instruments", _instruments())
    sla = (root / SLA).read_text(encoding="utf-8")
    return {
        TELEMETRY: page,
        SLA: with_part(sla, "objectives", "\n".join(map(_objective, OBJECTIVES))),
        rules.PATH: rules.alert_rules(),
        dashboard.PATH: dashboard.dashboard(),
    }


def _spans() -> str:
    rows = [row("span", "what happens in it"), row("---", "---")]
    rows.append(row(f"`{START}`", "The whole run, from the request to the last event; the others are below it."))
    rows += [row(f"`{name}`", meaning) for name, meaning in PHASES.items()]
    return "\n".join(rows) + "\n"


def _instruments() -> str:
    rows = [row("OpenTelemetry", "Prometheus", "kind", "unit", "labels", "meaning"), row(*["---"] * 6)]
    rows += [
        row(f"`{one.name}`", f"`{one.family}`", one.kind, one.unit, ", ".join(one.labels), one.meaning)
        for one in INSTRUMENTS
    ]
    return "\n".join(rows) + "\n"


def _objective(objective: Objective) -> str:
    rows = [row("alert", "for", "who", "what has happened", "what to do"), row(*["---"] * 5)]
    rows += [
        row(f"`{alert.name}`", alert.lasting, alert.severity, f"{alert.summary}.", alert.remedy)
        for alert in objective.alerts
    ]
    table = "\n".join(rows)
    return f"## {objective.name}\n\n{objective.promise}\n\n```promql\n{objective.measured}\n```\n\n{table}\n"
