"""The subcommands of `infra-engineer`, put together."""

from collections.abc import Sequence
from importlib import import_module
from keyword import iskeyword
from typing import Annotated

import typer

from agent.doors.cli import version
from agent.doors.cli.help import PlainCommand, PlainGroup

#: The subcommands in the order of the help. Each has a module of its name; with subcommands of its own it is a package.
_SUBCOMMANDS = (
    "init",
    "import",
    "generate",
    "validate",
    "plan",
    "diff",
    "republish",
    "rollback",
    "retry",
    "rebuild",
    "verify",
    "explain",
    "similar",
    "schema",
    "doctor",
    "serve",
    "mcp",
    "version",
    "templates",
    "memory",
    "prompts",
    "events",
    "runs",
    "tokens",
    "audit",
    "worker",
    "approvals",
)


def app_for(words: Sequence[str] = ()) -> typer.Typer:
    """Return the program with the one subcommand that is asked for, or with all of them if that is none of them.

    Loading and putting together all of them takes longer than most of them take to answer.

    Args:
        words: the command line, without the program's own name.
    """
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
    app.callback()(_program)
    for name in [word for word in words[:1] if word in _SUBCOMMANDS] or _SUBCOMMANDS:
        module = import_module(f"agent.doors.cli.{name}{'_' * iskeyword(name)}")
        if hasattr(module, "app"):
            app.add_typer(module.app, name=name)
        else:
            app.command(name=module.NAME, cls=PlainCommand)(module.command)
    return app


def _version(wanted: bool) -> None:
    if wanted:
        version.command()
        raise typer.Exit


def _program(
    _: Annotated[
        bool, typer.Option("--version", help="Print the versions, as `version` does.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Take the options that stand before a subcommand."""
