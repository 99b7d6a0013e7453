"""`verify`: whether artifacts are what was made, and who signed for them."""

import sys
from typing import Annotated

import typer

from agent.doors.cli.exit_codes import exit_code
from agent.doors.cli.options import Json

NAME = "verify"


def command(
    place: Annotated[
        str,
        typer.Argument(
            help="Output folder, a chart's archive, or a published chart.", metavar="FOLDER|ARCHIVE|oci://..."
        ),
    ],
    key: Annotated[
        str | None,
        typer.Option("--key", help="Public key (PEM) that has to have signed for every file.", metavar="FILE"),
    ] = None,
    keyring: Annotated[
        str | None,
        typer.Option(
            "--keyring", help="OpenPGP keys; one has to have signed the .prov file of each archive.", metavar="FILE"
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Verify artifacts: their digests, their signatures, and that all of it names one trace.

    Exit code 1 if something is not what it says it is, or if a key that is given did not sign for every file.
    """
    from agent.bootstrap.use_cases.verify import build_verify
    from agent.doors.cli.errors import report_problems
    from agent.doors.cli.output import write_json
    from agent.reporting.mistakes import printable
    from agent.reporting.verification import verification_data, verification_text
    from agent.use_cases.verification.verify import VerifyCommand

    done = build_verify(key, keyring)(VerifyCommand(place=place))
    if json:
        write_json(verification_data(done))
    else:
        report_problems(done.problems)
        sys.stdout.writelines(f"{printable(line)}\n" for line in verification_text(done).splitlines())
    raise typer.Exit(exit_code(done.fault))
