"""`republish`: what an output folder holds, announced once more."""

from typing import Annotated

import typer

from agent.doors.cli.options import (
    Contexts,
    Events,
    Json,
    Kubeconfig,
    Kubectl,
    KubeVersion,
    Overwrite,
    Publish,
    Quiet,
    Schemas,
    SignWith,
    chosen_settings,
    gate_settings,
    require_one_output,
)
from agent.doors.cli.publishing import publish_recorded
from agent.doors.cli.streams import strict_output

NAME = "republish"


def command(
    folder: Annotated[str, typer.Argument(help="Output folder of an earlier run, or a copy of it.", metavar="FOLDER")],
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", help="Folder to save it in as well; else it stays as it is.", metavar="FOLDER"),
    ] = None,
    kube_version: KubeVersion = None,
    publish: Publish = None,
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
    """Announce once more what an output folder holds.

    Every file has to be as artifacts.json lists it, and the policies of today have to let it pass. Nothing is built:
    the bytes stay, and so do the ids of the run and of its events.
    """
    from agent.bootstrap.use_cases.republish import build_republish
    from agent.settings import load_settings
    from agent.use_cases.republish import RepublishCommand
    from foundation.model.destination import published_at

    places = published_at(publish or [], overwrite=overwrite)
    require_one_output(json=json, events=events)
    asked = RepublishCommand(output=output, overwrite=overwrite, kube_version=kube_version, publish=places)
    settings = load_settings(
        **gate_settings(yamllint=False, kubectl=kubectl, kubeconfig=kubeconfig, contexts=contexts, schemas=schemas),
        **chosen_settings(signing_key=sign_with),
    )
    run = build_republish(settings, folder, event_stream=strict_output() if events else None)
    publish_recorded(lambda: run(asked), folder, as_json=json, quiet=quiet, events=events)
