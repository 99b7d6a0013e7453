"""`explain`: which layer set a value."""

import sys
from json import dumps
from typing import Annotated

import typer

from agent.doors.cli.options import Assignments, Environments, Json, OneComponent, OneTenant

NAME = "explain"


def command(
    bundle: Annotated[str, typer.Argument(help="Bundle file; - reads standard input.", metavar="BUNDLE")],
    path: Annotated[str, typer.Argument(help="Only values below this path, such as autoscale.", metavar="PATH")] = "",
    environments: Environments = None,
    component: OneComponent = None,
    tenant: OneTenant = None,
    assignments: Assignments = None,
    json: Json = False,
) -> None:
    """Show every effective value of each environment with the layer that set it."""
    from agent.bootstrap import build_library, load_templates
    from agent.doors.cli.errors import report_findings
    from agent.doors.cli.output import write_json
    from agent.settings import load_settings
    from agent.use_cases.inputs.bundles import load_one
    from foundation.model.errors import AgentError, InputError
    from foundation.source.locate import locate
    from plugins.overlay_merge.asked_paths import nothing_at
    from plugins.overlay_merge.merge import merge_component
    from plugins.overlay_merge.origins import origin_rows

    source = load_one(bundle, assignments, component, tenant)
    settings = load_settings()
    library = build_library(settings)
    try:
        templates = library.reading(lambda: load_templates(settings, library, source.bundle))
        effective = merge_component(source.bundle, templates, environments or [])
    except AgentError as error:
        error.problems = tuple(locate(problem, source.source, source.locations) for problem in error.problems)
        raise
    report_findings(library.findings)
    rows = {environment.name: origin_rows(environment, path) for environment in effective.environments}
    if path and not any(rows.values()):
        missing = nothing_at(path, effective.environments)
        raise InputError(missing.model_copy(update={"file": source.source}))
    if json:
        write_json({name: [row.model_dump() for row in found] for name, found in rows.items()})
        return
    for name, found in rows.items():
        width = max((len(row.path) for row in found), default=0)
        layer = max((len(row.layer) for row in found), default=0)
        sys.stdout.write(f"{name}\n" if found else f"{name}\n  (no value is set)\n")
        sys.stdout.writelines(
            f"  {row.path:<{width}}  {row.layer:<{layer}}  {dumps(row.value, ensure_ascii=False)}\n" for row in found
        )
