"""`worker`: one of a fleet; and what came to nothing there."""

from typing import Annotated

import typer

from agent.doors.cli.help import PlainGroup
from agent.doors.cli.worker import dead_letters

app = typer.Typer(
    cls=PlainGroup,
    help="Take events and work of a fleet, and compile until told to stop.",
    invoke_without_command=True,
)
app.add_typer(dead_letters.app, name="dead-letters")


@app.callback()
def command(
    context: typer.Context,
    jobs: Annotated[
        int, typer.Option("--jobs", "-j", min=0, help="Compiling processes; 0 is one for each processor.")
    ] = 0,
    publish: Annotated[
        list[str] | None,
        typer.Option(
            "--publish", help="Where everything is published to as well, as in generate; repeatable.", metavar="ADDRESS"
        ),
    ] = None,
    health_port: Annotated[
        int | None,
        typer.Option("--health-port", min=0, max=65535, help="Port for the probes /healthz and /readyz."),
    ] = None,
    grace: Annotated[
        float, typer.Option("--grace", min=0, help="Seconds to finish in when told to stop.", metavar="SECONDS")
    ] = 25.0,
) -> None:
    """Take events and work until SIGTERM or SIGINT comes; what is begun is finished then."""
    if context.invoked_subcommand is not None:
        return
    from agent.doors.worker.serving import WorkerOptions, serve_worker
    from agent.settings import load_settings
    from foundation.model.destination import published_at

    published_at(publish or [])
    options = WorkerOptions(
        processes=jobs or None, publish=tuple(publish or ()), health_port=health_port, grace_seconds=grace
    )
    serve_worker(load_settings(), options)
