"""`memory export`: all of it, as lines of JSON."""

import sys

from agent.doors.cli.memory.options import OneTenant

NAME = "export"


def command(tenant: OneTenant = None) -> None:
    """Write all that memory holds to stdout, a record of JSON a line, for `memory import`."""
    from agent.bootstrap.use_cases.memory.export import build_export
    from agent.settings import load_settings
    from agent.use_cases.memory.export import ExportCommand

    sys.stdout.writelines(build_export(load_settings())(ExportCommand(tenant=tenant)))
