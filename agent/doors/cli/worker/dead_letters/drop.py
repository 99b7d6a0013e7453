"""`worker dead-letters drop`: nobody needs them any longer."""

import sys

from agent.doors.cli.worker.dead_letters.options import Every, Letters, Owner, require_letters

NAME = "drop"


def command(letters: Letters = None, every: Every = False, tenant: Owner = None) -> None:
    """Take dead letters away; nothing can bring them back."""
    from agent.bootstrap.use_cases.dead_letters.dropping import build_drop_dead_letters
    from agent.settings import load_settings

    ids = require_letters(letters, every=every)
    number = build_drop_dead_letters(load_settings())(ids, tenant)
    sys.stdout.write(f"{number} dead letters were dropped\n")
