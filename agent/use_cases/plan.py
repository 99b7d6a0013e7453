"""Plan: which steps a run of a bundle would take, and why."""

from collections.abc import Callable

from agent.use_cases.inputs.bundles import OneBundle, load_one
from agent.use_cases.inputs.completing import Complete, completely, refused
from agent.use_cases.inputs.merging import merged
from agent.use_cases.inputs.requests import requests_of
from foundation.catalog.library import TemplateLibrary
from foundation.model.base import FrozenModel
from foundation.model.bundle.bundle import Bundle
from foundation.model.chart.templates import TemplateSet
from foundation.model.errors import InputError
from foundation.model.findings import Finding
from foundation.model.run.plan import PlanDescription
from foundation.model.run.request import GenerationRequest, Options
from foundation.source.bundle import SourcedBundle
from plugins.overlay_merge.environments import requested


class PlanCommand(FrozenModel):
    """What to plan.

    Attributes:
        bundle: the bundle.
        options: how it would run.
        own_folders: whether the component would get a folder of its own in the output folder.
    """

    bundle: OneBundle
    options: Options = Options()
    own_folders: bool = False


class Planned(FrozenModel):
    """The plan.

    Attributes:
        component: name of the component.
        environments: environments that would be generated.
        plan: the plan, checked and spelled out.
        notes: what was noticed of the templates.
    """

    component: str
    environments: list[str]
    plan: PlanDescription
    notes: list[Finding] = []


def plan(
    command: PlanCommand,
    *,
    describe: Callable[[GenerationRequest], PlanDescription],
    library: TemplateLibrary,
    templates: Callable[[Bundle], TemplateSet | None],
    complete: Complete,
) -> Planned:
    """Compose and check the plan that a run would take; the settings of every environment are merged and checked.

    Args:
        command: what to plan.
        describe: composes the plan of a request and spells it out.
        library: templates and policies.
        templates: returns the templates of a bundle; ``None`` for one whose templates the run has yet to draft.
        complete: adds to the mistakes of a bundle that cannot be planned what else is wrong with it.

    Raises:
        InputError: the bundle or the policy cannot be read, or nobody names an environment that is asked for; with
            every mistake of the bundle.
        PlanError: the plan must not run.
    """
    source = completely(complete, command.options, load_one, command.bundle)
    (request,) = requests_of([source], command.options, command.own_folders)
    environments = completely(complete, command.options, _environments, source, command.options, library)
    loaded = completely(complete, command.options, _loaded, source, library, templates)
    if loaded is not None:
        completely(complete, command.options, merged, source, lambda: loaded, environments)
    described = library.reading(lambda: describe(request))
    return Planned(
        component=source.bundle.component.name,
        environments=environments,
        plan=described,
        notes=library.findings,
    )


def _loaded(
    source: SourcedBundle, library: TemplateLibrary, templates: Callable[[Bundle], TemplateSet | None]
) -> TemplateSet | None:
    try:
        return library.reading(lambda: templates(source.bundle))
    except InputError as error:
        raise refused(source, error) from error


def _environments(source: SourcedBundle, options: Options, library: TemplateLibrary) -> list[str]:
    policy, profiles = library.reading(lambda: (library.policy, library.profiles))
    try:
        return requested(source.bundle, options.environments, policy.environments, profiles)
    except InputError as error:
        raise refused(source, error) from error
