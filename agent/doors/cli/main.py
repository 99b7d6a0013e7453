"""The program `infra-engineer`: wires the subcommands and maps failures to exit codes."""

import io
import os
import signal
import sys
from types import FrameType
from typing import Annotated, NoReturn

import typer

from agent.doors.cli import (
    diff,
    doctor,
    explain,
    generate,
    import_,
    init,
    mcp,
    plan,
    prompts,
    republish,
    rollback,
    schema,
    templates,
    validate,
    version,
)
from agent.doors.cli.help import PlainCommand, PlainGroup

app = typer.Typer(
    name="infra-engineer",
    cls=PlainGroup,
    help="Compile component bundles into validated Helm charts and Kubernetes manifests.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 done, 1 blocked by the gate (diff: differences), 2 wrong input, 3 an outside failure.",
)
for module in (
    init,
    import_,
    generate,
    validate,
    plan,
    diff,
    republish,
    rollback,
    explain,
    schema,
    doctor,
    mcp,
    version,
):
    app.command(name=module.NAME, cls=PlainCommand)(module.command)
app.add_typer(templates.app, name="templates")
app.add_typer(prompts.app, name="prompts")


def _version(wanted: bool) -> None:
    if wanted:
        version.command()
        raise typer.Exit


@app.callback()
def _program(
    _: Annotated[
        bool, typer.Option("--version", help="Print the versions, as `version` does.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Take the options that stand before a subcommand."""


def run() -> NoReturn:
    """Run the program; whatever happens, the user gets a message and an exit code, no traceback."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _interrupted)
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a character is no reason to fail after the work is done.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        app()
    except BrokenPipeError:
        # Whoever read our output has gone; there is nobody left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:
        # Imported here: the model costs more time to load than --help takes.
        from agent.doors.cli.errors import report_failure

        sys.exit(report_failure(error))
    sys.exit(0)


def _interrupted(number: int, _frame: FrameType | None) -> NoReturn:
    """Leave by an exception, so that half-built folders are cleared away."""
    sys.stderr.write("interrupted; what is not reported above was not changed\n")
    raise SystemExit(128 + number)
