"""`prompts show`: one prompt and everything around it."""

import sys

from agent.doors.cli.options import Json
from agent.doors.cli.prompts.options import Name, Version

NAME = "show"


def command(name: Name, version: Version = None, json: Json = False) -> None:
    """Show a prompt: its variables, settings, notes, data sets and recordings."""
    from agent.bootstrap.use_cases.prompts.catalog import build_show_prompt
    from agent.doors.cli.output import write_json
    from agent.reporting.prompts import prompt_text
    from agent.settings import load_settings

    found = build_show_prompt(load_settings())(name, version)
    if json:
        write_json(found.model_dump())
    else:
        sys.stdout.write(prompt_text(found))
