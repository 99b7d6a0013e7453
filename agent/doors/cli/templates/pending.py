"""`templates pending`: drafts that wait for a decision."""

import sys
from typing import Annotated

import typer

from agent.doors.cli.options import Json

NAME = "pending"


def command(
    all_drafts: Annotated[bool, typer.Option("--all", help="List the decided ones too.")] = False,
    json: Json = False,
) -> None:
    """List drafts of novel component types with what they hold."""
    from agent.bootstrap.use_cases.drafts.listing import build_list_drafts
    from agent.doors.cli.output import write_json
    from agent.settings import load_settings
    from foundation.source.tree import shown

    found = [(draft.name, draft.lock) for draft in build_list_drafts(load_settings())(all_drafts)]
    if json:
        write_json([{"name": name, "status": lock.status, **lock.model_dump()} for name, lock in found])
        return
    for name, lock in found:
        # Whoever wrote the file may have written it to deceive whoever looks at it here.
        kinds = shown(", ".join(item.kind for item in lock.draft.objects))
        made = shown(f"by {lock.model.model} ({lock.model.provider}), {lock.repairs} repairs")
        sys.stdout.write(f"{name}  {lock.status}\n  {lock.component}, type {lock.type}: {kinds}\n  {made}\n")
    if not found:
        sys.stdout.write("no drafts\n" if all_drafts else "no drafts wait for approval\n")
