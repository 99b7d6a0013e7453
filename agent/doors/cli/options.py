"""Options that several subcommands share."""

from collections.abc import Mapping
from typing import Annotated, Any

import typer

Json = Annotated[bool, typer.Option("--json", help="Write the result as JSON to stdout.")]
Environments = Annotated[
    list[str] | None, typer.Option("--env", "-e", help="Environment to generate; may be repeated.", metavar="NAME")
]
Tenants = Annotated[
    list[str] | None,
    typer.Option(
        "--tenant", "-t", help="Tenant to generate for, into a folder of its own; repeatable.", metavar="NAME"
    ),
]
OneComponent = Annotated[
    str | None,
    typer.Option("--component", "-c", help="Which component of an application.", metavar="NAME"),
]
OneTenant = Annotated[str | None, typer.Option("--tenant", "-t", help="Tenant to look at it for.", metavar="NAME")]
AllTenants = Annotated[bool, typer.Option("--all-tenants", help="Generate for every tenant of the bundle.")]
Assignments = Annotated[
    list[str] | None,
    typer.Option("--set", help="Change the bundle, as in component.replicas=3; may be repeated.", metavar="PATH=VALUE"),
]
KubeVersion = Annotated[
    str | None,
    typer.Option("--kube-version", help="Kubernetes version to validate against, such as 1.32.", metavar="VERSION"),
]
Kubectl = Annotated[bool, typer.Option("--kubectl", help="Let the gate run kubectl apply --dry-run=client too (slow).")]
Kubeconfig = Annotated[
    str | None,
    typer.Option("--kubeconfig", help="Cluster for kubectl apply --dry-run=server, by its file.", metavar="FILE"),
]
Contexts = Annotated[
    list[str] | None,
    typer.Option(
        "--context",
        help="Context of the kubeconfig, for all environments or for one; may be repeated.",
        metavar="[ENV=]NAME",
    ),
]
Planner = Annotated[
    str | None, typer.Option("--planner", help="Who orders the steps: deterministic or model.", metavar="NAME")
]
Schemas = Annotated[
    str | None,
    typer.Option(
        "--schemas", help="Folder with schemas of custom resources: definitions or JSON Schemas.", metavar="FOLDER"
    ),
]
Full = Annotated[bool, typer.Option("--full", help="Show every line of every file, as a unified diff.")]
Merge = Annotated[bool, typer.Option("--merge", help="Merge what was edited by hand with the new output.")]
Publish = Annotated[
    list[str] | None,
    typer.Option(
        "--publish",
        help="Registry for the chart (oci://HOST/PATH), container (blob+https://HOST/CONTAINER) or Git branch"
        " (git+https://HOST/PATH#BRANCH); repeatable.",
        metavar="ADDRESS",
    ),
]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace files that were edited by hand.")]
SignWith = Annotated[
    str | None,
    typer.Option(
        "--sign-with",
        help="Private key that signs provenance: a PEM file, or azurekms://... in a vault.",
        metavar="KEY",
    ),
]
Events = Annotated[bool, typer.Option("--events", help="Write the lifecycle events to stdout as well.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Write errors only.")]
HelmLint = Annotated[
    str | None,
    typer.Option(
        "--helm-lint", help="When to run helm lint: once for charts of the same skeleton, or always.", metavar="WHEN"
    ),
]
Bundles = Annotated[
    list[str], typer.Argument(help="Bundle files or folders; - reads standard input.", metavar="BUNDLE...")
]


def require_one_output(*, json: bool, events: bool) -> None:
    """Refuse flags that both want stdout."""
    if json and events:
        raise typer.BadParameter("--json and --events both want stdout; use one of them")


def require_stream(**flags: Any) -> None:
    """Refuse flags that say something of a folder, or that want stdout too, when manifests go to stdout.

    Args:
        flags: what was given, by flag.
    """
    given = [flag for flag, value in flags.items() if value]
    if given:
        raise typer.BadParameter(
            f"--output - saves nothing and has stdout for the manifests, so there is nothing for {' and '.join(given)}"
        )


def require_one_way(*, merge: bool, overwrite: bool, dry_run: bool) -> None:
    """Refuse flags that say different things of files that were edited by hand."""
    if merge and overwrite:
        raise typer.BadParameter("--merge keeps what was edited by hand and --overwrite loses it; use one of them")
    if merge and dry_run:
        raise typer.BadParameter("--dry-run looks at no output folder, so there is nothing for --merge")


def require_fleet(
    address: str,
    settings: Mapping[str, Any],
    *,
    dry_run: bool,
    merge: bool,
    keep_refused: str | None,
    events: bool,
) -> None:
    """Refuse flags that a fleet cannot do: its workers have settings of their own, and know no folder of this machine.

    Args:
        address: where its work waits.
        settings: what flags have set for this machine.
        dry_run: whether nothing is saved.
        merge: whether edits in the output folder are kept.
        keep_refused: folder for what the gate refuses.
        events: whether events go to stdout.
    """
    if not address.startswith(("redis://", "rediss://")):
        raise typer.BadParameter("--fleet takes the address of a Redis server: redis://HOST[:PORT][/DATABASE]")
    if settings:
        raise typer.BadParameter("the settings of the workers decide how the gate, a planner and keys are used")
    if dry_run or merge or keep_refused is not None or events:
        raise typer.BadParameter("--fleet goes with none of --dry-run, --merge, --keep-refused and --events")


def gate_settings(
    *, yamllint: bool, kubectl: bool, kubeconfig: str | None, contexts: list[str] | None, schemas: str | None
) -> dict[str, Any]:
    """Return the settings that flags about the gate change; flags that are not given change nothing."""
    return chosen_settings(
        yamllint=yamllint or None,
        kubectl_dry_run=kubectl or None,
        kubeconfig=kubeconfig,
        kube_context=",".join(contexts) if contexts else None,
        schema_path=schemas,
    )


def chosen_settings(**flags: Any) -> dict[str, Any]:
    """Return the settings that flags change; a flag that is not given leaves its setting as it is."""
    return {name: value for name, value in flags.items() if value is not None}
