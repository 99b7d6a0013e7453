"""`rollback`: an earlier output comes back into the place of the present one."""

from typing import TYPE_CHECKING, Annotated

import typer

from agent.doors.cli.options import (
    Contexts,
    Events,
    Json,
    Kubeconfig,
    Kubectl,
    Overwrite,
    Publish,
    Quiet,
    Schemas,
    SignWith,
    chosen_settings,
    gate_settings,
    require_one_output,
)
from agent.doors.cli.people import By, Reason, audited, principal
from agent.doors.cli.publishing import publish_recorded
from agent.doors.cli.runs.options import RunTenant
from agent.doors.cli.streams import strict_output

if TYPE_CHECKING:
    from foundation.model.run.publication import Publication

NAME = "rollback"


def command(
    output: Annotated[
        str, typer.Option("--output", "-o", help="Folder of the present output, which makes way.", metavar="FOLDER")
    ],
    folder: Annotated[
        str | None,
        typer.Option("--from", help="Folder of the earlier output: a saved copy, or a checkout.", metavar="FOLDER"),
    ] = None,
    to: Annotated[
        str | None,
        typer.Option("--to", help="Version or run that memory holds, instead of a folder.", metavar="VERSION|RUN"),
    ] = None,
    component: Annotated[
        str | None,
        typer.Option("--component", "-c", help="Whose version; that of the present output, if none.", metavar="NAME"),
    ] = None,
    tenant: RunTenant = None,
    policy: Annotated[
        str | None,
        typer.Option("--policy", help="Policy folder that the earlier output was made under.", metavar="DIR"),
    ] = None,
    publish: Publish = None,
    reason: Reason = "",
    by: By = None,
    overwrite: Overwrite = False,
    sign_with: SignWith = None,
    kubectl: Kubectl = False,
    kubeconfig: Kubeconfig = None,
    contexts: Contexts = None,
    schemas: Schemas = None,
    events: Events = False,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Put an earlier output back over the present one.

    It is in a folder (--from) or in memory (--to). Every file has to be as it was recorded, and goes through the gate
    of its own policies: those of --policy, with the Kubernetes version and the exceptions of that run. Nothing is
    built. It is a run of its own, whose events name the earlier one, and whose record says who wanted it and why.
    """
    from agent.bootstrap.use_cases.rollback import build_rollback
    from agent.settings import load_settings
    from agent.use_cases.recorded.memory_artifacts import WantedState
    from agent.use_cases.rollback import RollbackCommand
    from foundation.model.destination import published_at

    places = published_at(publish or [], overwrite=overwrite)
    require_one_output(json=json, events=events)
    earlier = folder if to is None else WantedState(to=to, output=output, component=component, tenant=tenant)
    if earlier is None or (folder is not None and to is not None):
        raise typer.BadParameter("name the earlier output with one of --from and --to")
    if folder is not None and (component or tenant):
        raise typer.BadParameter("--component and --tenant belong to --to; a folder says whose it is")
    who = principal(by)
    asked = RollbackCommand(output=output, overwrite=overwrite, policy=policy, publish=places, by=who, reason=reason)
    settings = load_settings(
        **gate_settings(yamllint=False, kubectl=kubectl, kubeconfig=kubeconfig, contexts=contexts, schemas=schemas),
        **chosen_settings(signing_key=sign_with),
    )
    run = build_rollback(settings, earlier, event_stream=strict_output() if events else None)

    def run_audited() -> "Publication":
        with audited(settings, who, NAME, reason, to or "") as noted:
            done = run(asked)
            noted.tenant, noted.refused = done.recorded.tenant, done.failure or ""
            noted.target = done.trace.previous_execution_id or noted.target
            return done

    publish_recorded(run_audited, folder or to or "", as_json=json, quiet=quiet, events=events)
