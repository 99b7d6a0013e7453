"""`prompts list`: which prompts there are."""

import sys

from agent.doors.cli.options import Json

NAME = "list"


def command(json: Json = False) -> None:
    """List the prompts with their versions, data sets and recordings."""
    from agent.bootstrap import build_prompts
    from agent.doors.cli.output import write_json
    from agent.doors.workbench.catalog import describe
    from agent.settings import load_settings

    library = build_prompts(load_settings())
    entries = [describe(library, name) for name in library.names()]
    if json:
        write_json(entries)
        return
    width = max((len(entry["name"]) for entry in entries), default=0)
    for entry in entries:
        versions = ", ".join(f"v{number}" for number in entry["versions"])
        figures = f"{versions}; {entry['cases']} cases, {entry['recordings']} recordings"
        sys.stdout.write(f"{entry['name']:<{width}}  {figures}\n{'':<{width}}  {entry['description']}\n")
