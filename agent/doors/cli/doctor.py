"""`doctor`: what works here and what does not."""

import sys

import typer

from agent.doors.cli.exit_codes import exit_code
from agent.doors.cli.options import Json

NAME = "doctor"
_MARKS = {"ok": "ok     ", "missing": "missing", "failed": "failed "}


def command(json: Json = False) -> None:
    """Check everything the agent needs, and say which Helm engine it uses.

    Exit code 3 says that something is missing without which nothing can be generated.
    """
    from agent.doors.cli.output import write_json
    from agent.settings import load_settings
    from agent.use_cases.diagnose import diagnose

    results = diagnose(load_settings())
    if json:
        write_json([result.model_dump() for result in results])
    else:
        width = max(len(result.name) for result in results)
        for result in results:
            sys.stdout.write(f"{_MARKS[result.status]}  {result.name:<{width}}  {result.detail}\n")
    if any(result.status == "failed" for result in results):
        raise typer.Exit(exit_code("outside"))
