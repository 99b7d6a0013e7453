"""One request from start to end: plan, run, and what happens when it fails."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Protocol

from agent.execution.announcing import announced, own_error
from agent.execution.engine import Engine
from agent.execution.failing import blocked_by, blocking_report, failure_of
from agent.execution.fallback import fallback_after
from agent.execution.filters.retry import Retries
from agent.execution.filters.telemetry import counted_attempts
from agent.execution.further_mistakes import FurtherMistakes
from agent.execution.recording.generation import recorded_generation
from agent.execution.recording.recorder import Recorder
from agent.execution.run import Run
from agent.execution.upgrades import UpgradeRefusedError
from agent.planning.compose import compose_plan, recipe_for
from agent.planning.recipes.steps import BUILD
from agent.telemetry.observing import Observer, observed, unobserved
from agent.telemetry.subject import subject_of
from foundation.model.bundle.bundle import Bundle
from foundation.model.conversation import Spending
from foundation.model.destination import Destination
from foundation.model.drafts.errors import DraftRefusedError
from foundation.model.errors import AgentError, GateError, InputError, Problem
from foundation.model.findings import Report
from foundation.model.policy.platform import PlatformPolicy, escalation_of
from foundation.model.run.plan import Plan, PlanDescription, StepSignature
from foundation.model.run.request import GenerationRequest, GenerationResult, Lint, Status


class Planner(Protocol):
    """Puts the steps of a plan in an order."""

    async def compose(self, request: GenerationRequest, standard: Plan, engine: Engine) -> Plan:
        """Return a plan that passes the plan check; the standard plan, with the reason, if there is no better one."""


class Runner:
    """Generates components.

    Args:
        engine: runs plans.
        policy: returns the platform policy; it may read files, so it is asked late.
        report_crash: takes an exception that nobody expected, for the log.
        retries: tries planning again as the kernel's filter tries steps again.
        novel: says why a bundle's templates come from a draft, if they do.
        planner: is asked beside the deterministic one, if it is given.
        review: whether a model looks at what passed.
        spending: returns what was spent on models so far.
        types: returns the component types that the catalog covers.
        linted: tells for a report's digest whether helm lint ran, or had accepted the skeleton before.
        ready: refuses a destination that cannot be saved at, before anything is done.
        recorder: gives memory what runs leave; without one nothing is kept.
        observer: watches runs, if anybody does.
    """

    def __init__(
        self,
        engine: Engine,
        policy: Callable[[], PlatformPolicy],
        report_crash: Callable[[BaseException], None],
        retries: Retries | None = None,
        novel: Callable[[Bundle], str | None] = lambda _: None,
        planner: Planner | None = None,
        review: bool = False,
        spending: Callable[[], Spending] = Spending,
        types: Callable[[], list[str]] = list,
        linted: Callable[[str], Lint | None] = lambda _: None,
        ready: Callable[[Destination], None] = lambda _: None,
        recorder: Recorder | None = None,
        observer: Observer | None = None,
    ) -> None:
        self._engine = engine
        self._policy = policy
        self._report_crash = report_crash
        self._observer = observer
        self._retries = retries or Retries()
        self._novel = novel
        self._planner = planner
        self._review = review
        self._linted = linted
        self._spending = spending
        self._ready = ready
        self._recorder = recorder
        self._further = FurtherMistakes(engine, policy, types, novel)

    @property
    def signatures(self) -> dict[str, StepSignature]:
        """What each registered step needs and gives."""
        return self._engine.signatures

    def plan(self, request: GenerationRequest) -> Plan:
        """Compose the standard plan of a request, without asking any model.

        Raises:
            InputError: the policy cannot be read.
        """
        return compose_plan(request, self._policy(), self._novel(request.bundle), review=self._review)

    def describe(self, request: GenerationRequest) -> PlanDescription:
        """Compose the plan that a run of a request would take, check it and spell it out.

        The planner is asked as a run asks it; its answer need not be the same the next time.

        Raises:
            InputError: the policy cannot be read.
            PlanError: the plan must not run.
        """
        with closing(asyncio.new_event_loop()) as loop:
            plan = loop.run_until_complete(self._chosen(request, self.plan(request)))
        return self._engine.describe(plan, recipe_for(request.options))

    def generate(self, request: GenerationRequest) -> GenerationResult:
        """Generate one component; failures come back as results, with their events emitted."""
        # Not asyncio.run: its signal handling costs milliseconds, and the steps never wait.
        with closing(asyncio.new_event_loop()) as loop:
            return loop.run_until_complete(self.generate_async(request))

    def preview(self, request: GenerationRequest) -> GenerationResult:
        """Generate one component for looking: nothing is recorded, and nobody is told if it fails.

        Args:
            request: the request; it saves nothing.
        """
        with closing(asyncio.new_event_loop()) as loop:
            return loop.run_until_complete(self.generate_async(request, told=False))

    async def generate_async(self, request: GenerationRequest, *, told: bool = True) -> GenerationResult:
        """Generate one component inside a running event loop.

        Args:
            request: the request.
            told: whether memory and whoever waits for events get to know of it.
        """
        before, failed = self._spending(), None
        recorder = self._recorder if told else None
        with counted_attempts() as attempts, self._watched(Run(request, attempts, told=told), recorder) as (run, ended):
            try:
                if request.options.destination is not None:
                    self._ready(request.options.destination)
                run.plan = await self._retries.filter(run, self._planned)
                run.plan = await self._chosen(request, run.plan)
                run.begin(run.plan)
                await self._engine.run(run.plan, run.recipe, run.context)
            except Exception as error:
                failed = error
            failed = await self._built_again(run, failed)
            result = await self._ended(run, failed)
            lint = self._linted(result.report.digest) if result.report else None
            result = result.model_copy(update={"spending": self._spending().since(before), "helm_lint": lint})
            ended(result)
        return result

    @contextmanager
    def _watched(self, run: Run, recorder: Recorder | None) -> Iterator[tuple[Run, Callable[[GenerationResult], None]]]:
        """Have a run watched, and what it leaves recorded; yields it, and what takes its result."""
        with (
            observed(self._observer, lambda: subject_of(run.request, run.context)) as ended,
            recorded_generation(recorder, run),
        ):
            yield run, ended

    async def _planned(self, run: Run) -> Plan:
        run.attempts.note("plan")
        return self.plan(run.request)

    async def _chosen(self, request: GenerationRequest, standard: Plan) -> Plan:
        """Return the planner's plan, or without one the standard plan."""
        if self._planner is None:
            return standard
        self._engine.equip(standard)
        return await self._planner.compose(request, standard, self._engine)

    async def _built_again(self, run: Run, failed: Exception | None) -> Exception | None:
        """If Helm refused the chart, build it once more with its template's fallback values; return what is wrong."""
        fallback = fallback_after(failed, run.context)
        if fallback is None or run.plan is None:
            return failed
        run.context["fallback"] = fallback
        try:
            await self._engine.run(run.plan, run.recipe, run.context, start=BUILD)
        except Exception as error:
            return error
        return None

    async def _ended(self, run: Run, failed: Exception | None) -> GenerationResult:
        if failed is None:
            report: Report = run.context["report"]
            if report.passed:
                return run.result("generated")
            failed = blocked_by(report, run)
        error = own_error(failed, self._report_crash)
        if run.has_saved:
            run.give_up(error, list(error.problems))
            return run.saved(error)
        if isinstance(error, UpgradeRefusedError):
            error = GateError(*(finding.problem for finding in run.explained(error.findings)))
        if isinstance(error, DraftRefusedError):
            run.context["report"] = error.report
        return await self._failed(run, error)

    async def _failed(self, run: Run, error: AgentError) -> GenerationResult:
        report = blocking_report(error, run.context.get("report"))
        if report is not None:
            error = blocked_by(report, run)
        problems = run.located(error)
        if isinstance(error, InputError):
            problems += await self._further_mistakes(run.request, [], problems, problems)
        run.give_up(error, problems)
        status: Status = "failed" if report is None else "blocked"
        if not run.told:
            return run.result(status, error, problems)
        failure = failure_of(run, error, problems, report, escalation_of(self._policy))
        events, lost = await announced(self._engine, failure, self._report_crash)
        return run.result(status, error, [*problems, *lost], events)

    def further_mistakes(self, request: GenerationRequest, left_out: list[str], known: list[Problem]) -> list[Problem]:
        """Return what else is wrong with a bundle of which a part could not be read.

        Args:
            request: what remained of the bundle; nothing is saved.
            left_out: paths of what is not in it as it was written.
            known: the mistakes that are known already.
        """
        with closing(asyncio.new_event_loop()) as loop:
            return loop.run_until_complete(self._further_mistakes(request, left_out, known, []))

    async def _further_mistakes(
        self, request: GenerationRequest, left_out: list[str], known: list[Problem], refused: list[Problem]
    ) -> list[Problem]:
        try:
            with counted_attempts(), unobserved():  # what is tried for looking only is no attempt of the run
                return await self._further.find(request, left_out, known, refused)
        except Exception as error:  # what is known already must be told
            self._report_crash(error)
            return []
