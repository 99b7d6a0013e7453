"""`prompts record`: keeping what a model answers."""

import sys
from typing import Annotated

import typer

from agent.doors.cli.exit_codes import exit_code
from agent.doors.cli.options import Json
from agent.doors.cli.prompts.options import Cases, Models, Name, Repeat, Systems, Tags, Version

NAME = "record"


def command(
    name: Name,
    version: Version = None,
    systems: Systems = None,
    models: Models = None,
    cases: Cases = None,
    tags: Tags = None,
    repeat: Repeat = 1,
    missing: Annotated[bool, typer.Option("--missing", help="Ask only what has no recording (the default).")] = False,
    rewrite: Annotated[bool, typer.Option("--rewrite", help="Ask everything anew.")] = False,
    json: Json = False,
) -> None:
    """Ask the model of the settings every case, and keep the answers beside the prompt.

    Model calls have to be switched on (INFRA_ENGINEER_MODEL_CALLS). Exit codes are those of `eval`.
    """
    from agent.bootstrap.use_cases.prompts.recording import build_record
    from agent.doors.cli.output import write_json
    from agent.evaluation.reports.results import as_file
    from agent.evaluation.reports.table import results_text
    from agent.evaluation.summary import fault_of
    from agent.settings import load_settings
    from agent.use_cases.prompts.recording import RecordCommand

    if missing and rewrite:
        raise typer.BadParameter("--missing and --rewrite exclude each other")
    asked = RecordCommand(
        prompt=name,
        version=version,
        systems=systems or [],
        models=models or [],
        cases=cases or [],
        tags=tags or [],
        repeat=repeat,
        mode="rewrite" if rewrite else "missing",
    )
    recorded = build_record(load_settings())(asked)
    if json:
        write_json({**as_file(name, recorded.results), "removed": recorded.removed})
        raise typer.Exit(exit_code(fault_of(recorded.results)))
    sys.stdout.write(results_text(recorded.results, plain=False))
    if recorded.removed:
        sys.stdout.write(f"{recorded.removed} recordings deleted that nothing asks for any more\n")
    raise typer.Exit(exit_code(fault_of(recorded.results)))
