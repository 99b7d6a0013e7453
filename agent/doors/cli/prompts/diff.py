"""`prompts diff`: what a new version of a prompt changes."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from agent.doors.cli.exit_codes import DIFFERENT
from agent.doors.cli.options import Json
from agent.doors.cli.prompts.options import Cases, Models, Name

if TYPE_CHECKING:
    from agent.evaluation.comparison import Difference, Uncompared

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
    from agent.doors.cli.output import write_json
    from agent.evaluation.comparison import Difference
    from agent.settings import load_settings
    from agent.use_cases.prompts.comparison import compare

    found = compare(name, old, new, cases or (), models or (), load_settings())
    if json:
        write_json([entry.model_dump() for entry in found])
    else:
        _write(found)
    raise typer.Exit(DIFFERENT if any(isinstance(entry, Difference) for entry in found) else 0)


def _write(found: "list[Difference | Uncompared]") -> None:
    from agent.doors.cli.errors import printable
    from agent.evaluation.comparison import Difference

    shown: dict[tuple[str, ...], list[str]] = {}
    for entry in found:
        if isinstance(entry, Difference):
            # Many cases change in the same way: one text for all of them.
            shown.setdefault((entry.part, entry.name, *entry.lines), []).append(entry.case)
        else:
            shown.setdefault((entry.part, f"not compared ({entry.reason})"), []).append(entry.case)
    for (part, name, *lines), cases in shown.items():
        many = f" and {len(cases) - 3} more" if len(cases) > 3 else ""
        sys.stdout.write(f"{part}: {printable(name)}  [{', '.join(cases[:3])}{many}]\n")
        sys.stdout.writelines(f"    {printable(line)}".rstrip() + "\n" for line in lines)
    if not shown:
        sys.stdout.write("no difference\n")
