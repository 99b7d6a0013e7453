"""What the layers of a bundle come to, for who looks at it without a run."""

from collections.abc import Callable

from agent.use_cases.inputs.completing import refused
from foundation.model.bundle.effective import EffectiveComponent
from foundation.model.chart.templates import TemplateSet
from foundation.model.errors import AgentError, InputError
from foundation.source.bundle import SourcedBundle
from foundation.source.locate import locate
from plugins.overlay_merge.merge import merge_component


def merged(source: SourcedBundle, templates: Callable[[], TemplateSet], environments: list[str]) -> EffectiveComponent:
    """Return the settings of each environment.

    Args:
        source: the bundle.
        templates: returns its templates.
        environments: environments to look at; the bundle's if empty.

    Raises:
        InputError: a rule of merged settings is broken; with every mistake, at its line.
        AgentError: there are no templates for it.
    """
    try:
        return merge_component(source.bundle, templates(), environments)
    except InputError as error:
        raise refused(source, error) from error
    except AgentError as error:
        located = (locate(problem, source.source, source.locations, source.assigned) for problem in error.problems)
        error.problems = tuple(located)
        raise
