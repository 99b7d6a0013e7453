"""One run while it lasts, and what it comes back as: a result, whatever happened."""

import shlex
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from agent.execution.causes import with_causes
from agent.execution.filters.telemetry import Attempts
from agent.planning.compose import recipe_for
from agent.planning.recipes.recipe import Recipe
from foundation.model.chart.templates import TemplateSet
from foundation.model.destination import WORKSPACE, Receipt
from foundation.model.errors import AgentError, Problem
from foundation.model.events import EventLog, UndeliveredError
from foundation.model.findings import Finding, Report
from foundation.model.run.artifacts import ArtifactSet
from foundation.model.run.plan import Plan
from foundation.model.run.request import GenerationRequest, GenerationResult, Status
from foundation.source.locate import locate

#: Plugins in which a model works.
_MODELS = frozenset({"llm_template_expander", "prompt_based_validator"})


@dataclass
class Run:
    """What is known of a run so far.

    Attributes:
        request: what was asked for.
        attempts: how often its steps were tried.
        plan: the plan; nothing, if there is none yet.
        told: whether anybody is told that it was given up, if it is.
        context: the named values that its steps take and leave.
        notices: what is to be known of it beside the gate's report.
        run_id: id of its record; nothing, if no memory keeps one.
        failed: what it was given up for, if it was, and everything that is wrong.
    """

    request: GenerationRequest
    attempts: Attempts
    plan: Plan | None = None
    told: bool = True
    context: dict[str, Any] = field(init=False)
    failed: tuple[AgentError, list[Problem]] | None = None
    notices: list[Finding] = field(default_factory=list)
    run_id: str | None = None
    _explained: tuple[Sequence[Finding], list[Finding]] | None = None

    def __post_init__(self) -> None:
        request = self.request
        self.context = {"bundle": request.bundle, "bundle_digest": request.digest, "options": request.options}

    def begin(self, plan: Plan) -> None:
        """Keep the request's digest out of what is saved where a model works: it may say something else next time."""
        if plan.planner != "deterministic" or any(step.partition(".")[0] in _MODELS for step in plan.steps):
            options = self.request.options.model_copy(update={"request_digest": ""})
            self.context["options"] = options

    @property
    def recipe(self) -> Recipe:
        """What kind of run it is."""
        return recipe_for(self.request.options)

    @property
    def has_saved(self) -> bool:
        """Whether artifacts were saved; whatever goes wrong after that does not undo it."""
        return "receipt" in self.context

    def give_up(self, error: AgentError, problems: list[Problem]) -> None:
        """Take note of why it does not go on."""
        self.failed = error, problems

    def saved(self, error: AgentError) -> GenerationResult:
        """Return what a run came to that saved its artifacts and then could not go on."""
        receipt: Receipt = self.context["receipt"]
        problem = not_announced(receipt, _republish(receipt) if self._is_whole else None)
        return self.result("saved", error, [*error.problems, problem], events_of(error))

    @property
    def _is_whole(self) -> bool:
        """Whether what was saved tells all of the run; without its chart and manifests it does not."""
        artifacts: ArtifactSet = self.context["artifacts"]
        return not artifacts.unsaved

    def located(self, error: AgentError) -> list[Problem]:
        """Return a failure's problems with their lines in the bundle, where they are of it."""
        request, is_input = self.request, error.fault != "outside"
        return [
            locate(problem, request.source, request.locations, request.assigned)
            if is_input or problem.path is not None
            else problem
            for problem in error.problems
        ]

    def explained(self, findings: Sequence[Finding]) -> list[Finding]:
        """Return findings with what in the bundle caused them."""
        if self._explained is None or self._explained[0] is not findings:
            effective, artifacts = self.context.get("effective"), self.context.get("artifacts")
            self._explained = findings, with_causes(findings, self.request, effective, artifacts)
        return self._explained[1]

    @property
    def _receipt(self) -> Receipt | None:
        """What the sink did; of its findings some are about objects, and those have causes."""
        receipt: Receipt | None = self.context.get("receipt")
        if receipt is None or not any(finding.object for finding in receipt.findings):
            return receipt
        told = [(self.explained([finding]) if finding.object else [finding])[0] for finding in receipt.findings]
        return receipt.model_copy(update={"findings": told})

    def result(
        self,
        status: Status,
        error: AgentError | None = None,
        problems: Sequence[Problem] = (),
        events: EventLog | None = None,
    ) -> GenerationResult:
        """Return what the run came to.

        Args:
            status: how it ended.
            error: what it failed with, if it did.
            problems: everything that is wrong.
            events: its events.
        """
        context = self.context
        report: Report | None = context.get("report")
        templates: TemplateSet | None = context.get("templates")
        return GenerationResult(
            component=self.request.bundle.component.name,
            run_id=self.run_id,
            status=status,
            plan=self.plan,
            trace=context.get("trace"),
            template_id=templates.chart.id if templates is not None else None,
            effective=context.get("effective"),
            report=report,
            findings=self.explained(report.findings) if report is not None else [],
            notices=list(self.notices),
            artifacts=context.get("artifacts"),
            place=_place(self.request),
            receipt=self._receipt,
            review=context.get("review"),
            events=events or context.get("events") or EventLog(events=[]),
            problems=list(problems),
            failure=error.failure if error is not None else None,
            fault=error.fault if error is not None else None,
        )


def events_of(error: AgentError) -> EventLog:
    """Return the events of a run that could not deliver them; whoever gets the result can have them all the same."""
    return EventLog(events=error.events if isinstance(error, UndeliveredError) else [])


def _place(request: GenerationRequest) -> str | None:
    destination = request.options.destination
    return destination.place if destination is not None else None


def not_announced(receipt: Receipt, command: str | None) -> Problem:
    """Say that artifacts are saved and their events were lost.

    Args:
        receipt: where they are.
        command: what brings the events again; without one generating does.
    """
    again = f"run `{command}`: the files stay" if command else "generate again: equal files stay"
    return Problem(
        code="not-announced",
        message=f"the files are saved in {receipt.place}, but not everybody who waits for them was told",
        remedy=f"Mend what is named above and {again}, and the events come again.",
    )


def _republish(receipt: Receipt) -> str | None:
    """Return the command that announces what a folder holds; nothing else is known to hold what it said."""
    return f"infra-engineer republish {shlex.quote(receipt.place)}" if receipt.kind == WORKSPACE else None
