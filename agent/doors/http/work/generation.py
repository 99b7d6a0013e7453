"""Generating what a request holds: a bundle, several, or an application."""

from typing import TYPE_CHECKING, Any

from agent.doors.http.work.told import Asked, Told, distinct, heaviest, told_to_clients
from agent.doors.places import OUTPUT
from agent.use_cases.generate import GenerateCommand
from agent.use_cases.inputs.bundles import BundleContent, OneBundle
from foundation.model.destination import workspace
from foundation.model.run.outputs import OutputChoice
from foundation.model.run.request import GenerationResult, Options

if TYPE_CHECKING:
    from agent.bootstrap import Agent


class GenerationAsked(Asked):
    """What a request to generate says.

    Attributes:
        bundles: the document: a bundle, several, or an application.
        component: the one component of it that is meant; all by default.
        tenant: the tenant to generate for; each bundle's own by default.
        environments: environments to generate; the bundles' by default.
        kube_version: Kubernetes version to validate against; the policy's by default.
        outputs: which parts of the output to write.
        output: folder below the workspace.
        dry_run: whether nothing is saved.
        merge: whether edits of people are kept.
        force: whether all the work is done although nothing has changed.
    """

    bundles: BundleContent
    component: str | None = None
    tenant: str | None = None
    environments: list[str] = []
    kube_version: str | None = None
    outputs: OutputChoice = OutputChoice()
    output: str | None = None
    dry_run: bool = False
    merge: bool = False
    force: bool = False


@told_to_clients
def generation(agent: "Agent", asked: GenerationAsked) -> Told:
    """Generate, and tell of every component.

    Raises:
        RefusedError: with every mistake of the document, and the event that says so.
    """
    from agent.bootstrap.use_cases.generate import build_generate

    done = build_generate(agent.settings, agent=agent)(_command(agent, asked))
    return generation_told(list(done.results))


def generation_told(results: list[GenerationResult]) -> Told:
    """Return what came of runs.

    Args:
        results: the results.
    """
    problems = [problem for result in results for problem in result.problems]
    return Told(
        content={"results": [_told(result) for result in results]},
        fault=heaviest(result.fault for result in results),
        problems=distinct(problems),
    )


def _command(agent: "Agent", asked: GenerationAsked) -> GenerateCommand:
    folder = str(agent.settings.workspace / (asked.output or OUTPUT))
    options = Options(
        environments=asked.environments,
        kube_version=asked.kube_version,
        destination=None if asked.dry_run else workspace(folder),
        outputs=asked.outputs,
        merge_edits=asked.merge,
    )
    one = OneBundle(of=asked.bundles, component=asked.component)
    return GenerateCommand(
        bundles=asked.bundles if asked.component is None else one,
        options=options,
        tenants=[asked.tenant] if asked.tenant is not None else [],
        own_folders=asked.output is None,
        visible=asked.visible,
        force=asked.force or asked.merge,  # what a person added is no change to what was saved
    )


def _told(result: GenerationResult) -> dict[str, Any]:
    from agent.reporting.generation import summary

    kept = result.run_id if result.place is not None else None
    return {"run_id": kept, **summary(result)}
