"""`templates promote`: from an approved draft to a template of a catalog."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from agent.doors.cli.people import audited, named_or_user
from agent.doors.cli.templates.options import Draft

NAME = "promote"


def command(
    draft: Draft,
    into: Annotated[Path, typer.Option("--into", help="Template folder; it is made if need be.", metavar="FOLDER")],
    template_id: Annotated[
        str | None, typer.Option("--id", help="Id of the chart template; helm-<type>-template-v1 by default.")
    ] = None,
) -> None:
    """Make an approved draft a chart template, which serves every component of the type.

    Put the folder on INFRA_ENGINEER_TEMPLATE_PATH to use it.
    """
    from agent.bootstrap.use_cases.drafts.promotion import build_promote_draft
    from agent.doors.cli.errors import report_findings
    from agent.settings import load_settings
    from agent.use_cases.drafts.promotion import PromoteCommand

    asked = PromoteCommand(draft=draft, into=into, template_id=template_id)
    settings = load_settings()
    with audited(settings, named_or_user(None), "templates promote", "", draft):
        done = build_promote_draft(settings)(asked)
    report_findings(done.notices)
    sys.stdout.writelines(f"{path}\n" for path in done.files)
