"""`version`: what is installed."""

import sys

from agent.doors.cli.options import Json

NAME = "version"


def command(json: Json = False) -> None:
    """Print the versions of the agent and of what it stands on."""
    from agent.doors.cli.output import write_json
    from agent.use_cases.version import version

    found = version()
    if json:
        write_json(found)
    else:
        sys.stdout.writelines(f"{name} {number}\n" for name, number in found.items())
