"""Options that several subcommands share."""

from typing import Annotated

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
AllTenants = Annotated[bool, typer.Option("--all-tenants", help="Generate for every tenant of the bundle.")]
Assignments = Annotated[
    list[str] | None,
    typer.Option("--set", help="Change the bundle, as in component.replicas=3; may be repeated.", metavar="PATH=VALUE"),
]
KubeVersion = Annotated[
    str | None,
    typer.Option("--kube-version", help="Kubernetes version to validate against, such as 1.32.", metavar="VERSION"),
]
Bundles = Annotated[
    list[str], typer.Argument(help="Bundle files or folders; - reads standard input.", metavar="BUNDLE...")
]
