"""`prompts list`: which prompts there are."""

import sys
from functools import partial
from typing import Any

from agent.doors.cli.options import Json

NAME = "list"


def command(json: Json = False) -> None:
    """List the prompts with their versions, data sets and recordings.

    Exit code 2 says that files of some are wrong; the others are listed all the same.
    """
    from agent.bootstrap import build_prompts
    from agent.settings import load_settings
    from agent.use_cases.prompts.catalog import describe
    from agent.use_cases.prompts.gathering import Gathering

    library = build_prompts(load_settings())
    with Gathering() as gathering:
        found = [gathering.run(partial(describe, library, name)) for name in library.names()]
        _write([entry for gathered in found for entry in gathered.found], json=json)


def _write(entries: list[dict[str, Any]], *, json: bool) -> None:
    from agent.doors.cli.output import write_json

    if json:
        write_json(entries)
        return
    width = max((len(entry["name"]) for entry in entries), default=0)
    for entry in entries:
        versions = ", ".join(f"v{number}" for number in entry["versions"])
        figures = f"{versions}; {entry['cases']} cases, {entry['recordings']} recordings"
        sys.stdout.write(f"{entry['name']:<{width}}  {figures}\n{'':<{width}}  {entry['description']}\n")
