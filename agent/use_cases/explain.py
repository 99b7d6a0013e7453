"""Explain: which layer set each value of a bundle."""

from collections.abc import Callable

from agent.use_cases.inputs.bundles import OneBundle, load_one
from agent.use_cases.inputs.completing import Complete, completely
from agent.use_cases.inputs.merging import merged
from foundation.catalog.library import TemplateLibrary
from foundation.model.base import FrozenModel
from foundation.model.bundle.bundle import Bundle
from foundation.model.bundle.origins import OriginRow
from foundation.model.chart.templates import TemplateSet
from foundation.model.errors import InputError
from foundation.model.findings import Finding
from foundation.model.run.request import Options
from plugins.overlay_merge.asked_paths import nothing_at
from plugins.overlay_merge.origins import origin_rows


class ExplainCommand(FrozenModel):
    """What to explain.

    Attributes:
        bundle: the bundle.
        path: only values at or below it, such as ``autoscale``; empty takes all.
        environments: environments to look at; the bundle's by default.
    """

    bundle: OneBundle
    path: str = ""
    environments: list[str] = []


class Explained(FrozenModel):
    """The effective values.

    Attributes:
        rows: by environment, each value with the layer that set it.
        notes: what was noticed of the templates.
    """

    rows: dict[str, list[OriginRow]]
    notes: list[Finding] = []


def explain(
    command: ExplainCommand,
    *,
    library: TemplateLibrary,
    templates: Callable[[Bundle], TemplateSet],
    complete: Complete,
) -> Explained:
    """Return every effective value of each environment with its layer.

    Args:
        command: what to explain.
        library: templates and policies.
        templates: returns the templates of a bundle.
        complete: adds to the mistakes of a bundle what else is wrong with it.

    Raises:
        InputError: with every mistake of the bundle, or nothing is set at the path.
        AgentError: there are no templates for it.
    """
    options = Options(environments=command.environments)
    source = completely(complete, options, load_one, command.bundle)

    def loaded() -> TemplateSet:
        return library.reading(lambda: templates(source.bundle))

    effective = completely(complete, options, merged, source, loaded, command.environments)
    rows = {environment.name: origin_rows(environment, command.path) for environment in effective.environments}
    if command.path and not any(rows.values()):
        missing = nothing_at(command.path, effective.environments)
        raise InputError(missing.model_copy(update={"file": source.source}))
    return Explained(rows=rows, notes=library.findings)
