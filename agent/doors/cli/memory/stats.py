"""`memory stats`: how much memory holds."""

import sys

from agent.doors.cli.memory.options import OneTenant
from agent.doors.cli.options import Json

NAME = "stats"


def command(tenant: OneTenant = None, json: Json = False) -> None:
    """Show how much memory holds, by tenant, workspace and kind."""
    from agent.bootstrap.use_cases.memory.stats import build_stats
    from agent.doors.cli.output import write_json
    from agent.reporting.memory import stats_text
    from agent.settings import load_settings
    from agent.use_cases.memory.stats import StatsCommand

    found = build_stats(load_settings())(StatsCommand(tenant=tenant))
    if json:
        write_json(found.model_dump())
    else:
        rows = [(one.tenant, one.workspace, one.kind, one.records, one.bytes) for one in found.kinds]
        sys.stdout.write(stats_text(found.place, rows))
