"""``python -m agent`` is the program ``infra-engineer``."""

from agent.doors.cli.main import run

run()
