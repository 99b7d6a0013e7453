"""The subcommands of `infra-engineer`, put together."""

from typing import Annotated

import typer

from agent.doors.cli import (
    approvals,
    audit,
    diff,
    doctor,
    events,
    explain,
    generate,
    import_,
    init,
    mcp,
    memory,
    plan,
    prompts,
    rebuild,
    republish,
    retry,
    rollback,
    runs,
    schema,
    serve,
    similar,
    templates,
    tokens,
    validate,
    verify,
    version,
    worker,
)
from agent.doors.cli.help import PlainCommand, PlainGroup

app = typer.Typer(
    name="infra-engineer",
    cls=PlainGroup,
    help="Compile component bundles into validated Helm charts and Kubernetes manifests.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    # Plain: frames and colours take four times as long to load as all the rest of the help.
    rich_markup_mode=None,
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
    retry,
    rebuild,
    verify,
    explain,
    similar,
    schema,
    doctor,
    serve,
    mcp,
    version,
):
    app.command(name=module.NAME, cls=PlainCommand)(module.command)
app.add_typer(templates.app, name="templates")
app.add_typer(memory.app, name="memory")
app.add_typer(prompts.app, name="prompts")
app.add_typer(events.app, name="events")
app.add_typer(runs.app, name="runs")
app.add_typer(tokens.app, name="tokens")
app.add_typer(audit.app, name="audit")
app.add_typer(worker.app, name="worker")
app.add_typer(approvals.app, name="approvals")


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
