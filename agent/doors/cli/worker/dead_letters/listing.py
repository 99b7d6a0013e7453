"""`worker dead-letters list`: what came to nothing, and why."""

import sys

from agent.doors.cli.options import Json
from agent.doors.cli.worker.dead_letters.options import Owner

NAME = "list"


def command(tenant: Owner = None, json: Json = False) -> None:
    """List the events that came to nothing for good, the oldest first, with what is wrong with each."""
    from agent.bootstrap.use_cases.dead_letters.listing import build_list_dead_letters
    from agent.doors.cli.output import write_json
    from agent.reporting.dead_letters import dead_letters_data, dead_letters_text
    from agent.settings import load_settings

    found = build_list_dead_letters(load_settings())(tenant)
    if json:
        write_json(dead_letters_data(found))
    else:
        sys.stdout.write(dead_letters_text(found) or "no dead letters\n")
