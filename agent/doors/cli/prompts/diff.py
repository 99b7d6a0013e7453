"""`prompts diff`: what a new version of a prompt changes."""

import sys
from typing import Annotated

import typer

from agent.doors.cli.exit_codes import DIFFERENT
from agent.doors.cli.options import Json
from agent.doors.cli.prompts.options import Cases, Models, Name

NAME = "diff"


def command(
    name: Name,
    old: Annotated[int, typer.Argument(help="A version.", metavar="OLD", min=1)],
    new: Annotated[int, typer.Argument(help="Another version.", metavar="NEW", min=1)],
    cases: Cases = None,
    models: Models = None,
    json: Json = False,
) -> None:
    """Compare two versions of a prompt: the rendered text, and from recordings the drafts and the manifests.

    Exit code 0 says that nothing differs, 1 that something does.
    """
    from agent.bootstrap.use_cases.prompts.comparison import build_compare_prompts
    from agent.doors.cli.output import write_json
    from agent.evaluation.comparison import Difference
    from agent.evaluation.reports.differences import differences_text
    from agent.settings import load_settings
    from agent.use_cases.prompts.comparison import ComparePromptsCommand

    asked = ComparePromptsCommand(prompt=name, old=old, new=new, cases=cases or [], models=models or [])
    found = build_compare_prompts(load_settings())(asked)
    if json:
        write_json([entry.model_dump() for entry in found])
    else:
        sys.stdout.write(differences_text(found))
    raise typer.Exit(DIFFERENT if any(isinstance(entry, Difference) for entry in found) else 0)
