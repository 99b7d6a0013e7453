"""Explain: which layer set each value of a bundle."""

from collections.abc import Callable

from agent.use_cases.inputs.bundles import OneBundle, load_one
from agent.use_cases.inputs.completing import Complete, completely, refused
from foundation.catalog.library import TemplateLibrary
from foundation.model.base import FrozenModel
from foundation.model.bundle.bundle import Bundle
from foundation.model.bundle.effective import EffectiveComponent
from foundation.model.bundle.origins import OriginRow
from foundation.model.chart.templates import TemplateSet
from foundation.model.errors import AgentError, InputError
from foundation.model.findings import Finding
from foundation.model.run.request import Options
from foundation.source.bundle import SourcedBundle
from foundation.source.locate import locate
from plugins.overlay_merge.asked_paths import nothing_at
from plugins.overlay_merge.merge import merge_component
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
    effective = completely(complete, options, _effective, source, command.environments, library, templates)
    rows = {environment.name: origin_rows(environment, command.path) for environment in effective.environments}
    if command.path and not any(rows.values()):
        missing = nothing_at(command.path, effective.environments)
        raise InputError(missing.model_copy(update={"file": source.source}))
    return Explained(rows=rows, notes=library.findings)


def _effective(
    source: SourcedBundle,
    environments: list[str],
    library: TemplateLibrary,
    templates: Callable[[Bundle], TemplateSet],
) -> EffectiveComponent:
    try:
        loaded = library.reading(lambda: templates(source.bundle))
        return merge_component(source.bundle, loaded, environments)
    except InputError as error:
        raise refused(source, error) from error
    except AgentError as error:
        located = (locate(problem, source.source, source.locations, source.assigned) for problem in error.problems)
        error.problems = tuple(located)
        raise
