"""A run of every step but saving, with templates that are given: would it pass?"""

from typing import Any

from agent.execution.engine import Engine
from agent.planning.compose import compose_plan
from agent.planning.recipes.rehearse import REHEARSE
from foundation.model.bundle.bundle import Bundle
from foundation.model.chart.templates import TemplateSet
from foundation.model.errors import AgentError, Problem
from foundation.model.findings import Finding, Report
from foundation.model.policy.platform import PlatformPolicy
from foundation.model.run.artifacts import ArtifactSet
from foundation.model.run.outputs import OutputChoice
from foundation.model.run.request import GenerationRequest, Options
from plugins.llm_template_expander.examination import Rehearsed


class Rehearsal:
    """Runs the deterministic plan of a dry run on an engine of its own, from the templates on.

    The engine's kernel has neither emitters nor the gate that remembers what passed: a rehearsal opens nothing.

    Args:
        engine: runs the steps.
        policy: the platform's.
        options: how to run; nothing is saved in any case.
    """

    def __init__(self, engine: Engine, policy: PlatformPolicy, options: Options) -> None:
        self._engine = engine
        self._policy = policy
        self._options = options.model_copy(update={"destination": None, "outputs": OutputChoice.everything_essential()})

    async def __call__(self, bundle: Bundle, templates: TemplateSet) -> Rehearsed:
        """Return what would come of it; nothing is raised for what the templates or the bundle do wrong.

        Raises:
            OutsideError: something outside failed, such as Helm itself.
        """
        context: dict[str, Any] = {
            "bundle": bundle,
            "bundle_digest": "rehearsal",
            "options": self._options,
            "templates": templates,
        }
        request = GenerationRequest(bundle=bundle, source="bundle", digest="rehearsal", options=self._options)
        try:
            plan = compose_plan(request, self._policy)
            steps = [step for step in plan.steps if step not in REHEARSE.excluded]
            await self._engine.run(plan.model_copy(update={"steps": steps}), REHEARSE, context)
        except AgentError as error:
            if error.fault == "outside":
                raise
            return Rehearsed(findings=[_finding(problem) for problem in error.problems])
        report: Report = context["report"]
        artifacts: ArtifactSet = context["artifacts"]
        manifests = {file.path: file.content.decode() for file in artifacts.under("manifests/")}
        return Rehearsed(findings=report.findings, manifests=manifests, digest=artifacts.digest)


def _finding(problem: Problem) -> Finding:
    return Finding.of(problem.model_copy(update={"file": problem.file or "bundle"}))
