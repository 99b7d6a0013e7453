"""`runs show`: all that memory knows of one run."""

import sys

from agent.doors.cli.options import Json
from agent.doors.cli.runs.options import Run, RunTenant

NAME = "show"


def command(run: Run, tenant: RunTenant = None, json: Json = False) -> None:
    """Show a run: its steps and how long they took, what was found, what landed where, its events, what was asked for.

    Secrets of the bundle are not in memory, and so not in what is shown.
    """
    from agent.bootstrap.use_cases.history.showing import build_show_run
    from agent.doors.cli.output import write_json
    from agent.reporting.run import run_data, run_text
    from agent.settings import load_settings

    found = build_show_run(load_settings())(run, tenant)
    if json:
        write_json(run_data(found))
    else:
        sys.stdout.write(run_text(found))
