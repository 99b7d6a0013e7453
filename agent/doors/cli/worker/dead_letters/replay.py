"""`worker dead-letters replay`: they are taken up once more."""

import sys

import typer

from agent.doors.cli.worker.dead_letters.options import Every, Letters, Owner, require_letters

NAME = "replay"


def command(letters: Letters = None, every: Every = False, tenant: Owner = None) -> None:
    """Take events up once more, when what was wrong is put right.

    A letter goes when its work is in the queue; one that is refused again stays, with the reason of today.
    """
    from agent.doors.cli.errors import report_problems
    from agent.doors.cli.exit_codes import highest
    from agent.doors.worker.replaying import replay_dead_letters
    from agent.settings import load_settings

    done = replay_dead_letters(load_settings(), require_letters(letters, every=every), tenant)
    sys.stdout.write(f"{done.replayed} dead letters were taken up again\n")
    report_problems([problem for error in done.refused for problem in error.problems])
    raise typer.Exit(highest(error.fault for error in done.refused))
