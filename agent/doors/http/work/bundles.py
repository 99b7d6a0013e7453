"""Looking at one bundle that a request holds, without generating anything that stays."""

from typing import TYPE_CHECKING

from agent.doors.http.work.told import Asked, Told, told_to_clients
from agent.doors.places import OUTPUT
from agent.use_cases.inputs.bundles import OneBundle
from foundation.model.run.outputs import OutputChoice

if TYPE_CHECKING:
    from agent.bootstrap import Agent


class BundleAsked(Asked):
    """What a request about a bundle says.

    Attributes:
        bundle: the bundle, and for whom it is read.
        environments: environments to look at; the bundle's by default.
        path: path in the bundle below which values are explained; all by default.
        kube_version: Kubernetes version to validate against; the policy's by default.
        outputs: which parts of the output are compared.
        against: the run, or the folder below the workspace, that is compared with.
        limit: most components that are named as similar.
    """

    bundle: OneBundle
    environments: list[str] = []
    path: str = ""
    kube_version: str | None = None
    outputs: OutputChoice = OutputChoice()
    against: str | None = None
    limit: int = 5


@told_to_clients
def plan(agent: "Agent", asked: BundleAsked) -> Told:
    """Tell the steps of a run, and why they are in.

    Raises:
        InputError: with every mistake of the bundle.
        PlanError: the plan must not run.
    """
    from agent.bootstrap.use_cases.plan import build_plan
    from agent.use_cases.plan import PlanCommand
    from foundation.model.destination import workspace
    from foundation.model.run.request import Options

    options = Options(environments=asked.environments, destination=workspace(OUTPUT))
    planned = build_plan(agent.settings, agent=agent)(PlanCommand(bundle=asked.bundle, options=options))
    told = {"component": planned.component, "environments": planned.environments, **planned.plan.model_dump()}
    return Told(content=told)


@told_to_clients
def explanation(agent: "Agent", asked: BundleAsked) -> Told:
    """Tell every effective value with the layer that set it.

    Raises:
        InputError: with every mistake of the bundle, or nothing is set at the path.
    """
    from agent.bootstrap.use_cases.explain import build_explain
    from agent.use_cases.explain import ExplainCommand

    command = ExplainCommand(bundle=asked.bundle, path=asked.path, environments=asked.environments)
    explained = build_explain(agent.settings, agent=agent)(command)
    rows = {name: [row.model_dump() for row in found] for name, found in explained.rows.items()}
    return Told(content={"environments": rows})


@told_to_clients
def comparison(agent: "Agent", asked: BundleAsked) -> Told:
    """Tell what a new run would change of a recorded one.

    Raises:
        InputError: with every mistake of the bundle, or there is no such run.
        OutsideError: memory cannot be read.
    """
    from agent.bootstrap.use_cases.compare import build_compare
    from agent.reporting.changes import changes_data
    from agent.use_cases.compare import CompareCommand
    from foundation.model.run.request import Options

    options = Options(environments=asked.environments, kube_version=asked.kube_version, outputs=asked.outputs)
    command = CompareCommand(bundle=asked.bundle, folder=OUTPUT, run=asked.against, options=options)
    compared = build_compare(agent.settings, agent=agent)(command)
    result = compared.result
    if result.status != "generated":
        return Told(content={}, fault=result.fault or "input", problems=result.problems)
    content = changes_data(compared.changes, compared.meaning, compared.refused)
    return Told(content=content)


@told_to_clients
def similarity(agent: "Agent", asked: BundleAsked) -> Told:
    """Tell which components are made of the same things.

    Raises:
        InputError: with every mistake of the bundle.
        OutsideError: memory or the index cannot be used.
    """
    from agent.bootstrap.use_cases.similar import build_similar_bundle

    found = build_similar_bundle(agent.settings, agent=agent)(asked.bundle, asked.limit)
    return Told(content=found.model_dump(mode="json"))
