"""One request from start to end: plan, run, and what happens when it fails."""

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any, Protocol, TypeVar

from agent.execution.engine import Engine
from agent.execution.fallback import fallback_after
from agent.execution.filters.retry import LastResort, Retrier, Sleep, nothing_left
from agent.execution.further_mistakes import FurtherMistakes
from agent.execution.results import blocked_by, result_of, unexpected
from agent.planning.check import BUILD
from agent.planning.recipes.generate import compose_plan
from foundation.model.bundle.bundle import Bundle
from foundation.model.conversation import Spending
from foundation.model.drafts.errors import DraftRefusedError
from foundation.model.errors import AgentError, GateError, InputError, Problem
from foundation.model.findings import Report
from foundation.model.policy.platform import PlatformPolicy, escalation_of
from foundation.model.policy.retry import RetryPolicy
from foundation.model.run.failure import Failure
from foundation.model.run.plan import Plan, PlanDescription, StepSignature
from foundation.model.run.request import GenerationRequest, GenerationResult
from foundation.source.locate import locate

Done = TypeVar("Done")


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
        sleep: waits before a step is tried again, for some seconds.
        last_resort: asked when trying a step again did not help.
        novel: says why a bundle's templates come from a draft, if they do.
        planner: is asked beside the deterministic one, if it is given.
        review: whether a model looks at what passed.
        spending: returns what was spent on models so far.
        types: returns the component types that the catalog covers.
    """

    def __init__(
        self,
        engine: Engine,
        policy: Callable[[], PlatformPolicy],
        report_crash: Callable[[BaseException], None],
        sleep: Sleep = asyncio.sleep,
        last_resort: LastResort = nothing_left,
        novel: Callable[[Bundle], str | None] = lambda _: None,
        planner: Planner | None = None,
        review: bool = False,
        spending: Callable[[], Spending] = Spending,
        types: Callable[[], list[str]] = list,
    ) -> None:
        self._engine = engine
        self._policy = policy
        self._report_crash = report_crash
        self._sleep = sleep
        self._last_resort = last_resort
        self._novel = novel
        self._planner = planner
        self._review = review
        self._spending = spending
        self._further = FurtherMistakes(engine, policy, types)

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
        return self._engine.describe(_finished(self._chosen(request, self.plan(request))))

    def generate(self, request: GenerationRequest) -> GenerationResult:
        """Generate one component; failures come back as results, with their events emitted."""
        return _finished(self.generate_async(request))

    async def generate_async(self, request: GenerationRequest) -> GenerationResult:
        """Generate one component inside a running event loop."""
        before = self._spending()
        result = await self._generate(request)
        return result.model_copy(update={"spending": self._spending().since(before)})

    async def _generate(self, request: GenerationRequest) -> GenerationResult:
        context: dict[str, Any] = {
            "bundle": request.bundle,
            "bundle_digest": request.digest,
            "options": request.options,
        }
        plan: Plan | None = None
        # Before the policy is read, its own defaults say what to do where it cannot be.
        retrier = Retrier(RetryPolicy(), self._sleep, self._last_resort)
        try:
            plan = await retrier.call(partial(self._planned, request))
            retrier.policy = self._policy().retry.retry_policy
            plan = await self._chosen(request, plan)
            await self._run(plan, context, retrier)
        except Exception as error:
            context["attempts"] = retrier.attempts
            return await self._failed(request, plan, context, error)
        report: Report = context["report"]
        if not report.passed:
            context["attempts"] = retrier.attempts
            return await self._failed(request, plan, context, blocked_by(report, request, context))
        return result_of(request, plan, context, "generated")

    async def _planned(self, request: GenerationRequest) -> Plan:
        return self.plan(request)

    async def _chosen(self, request: GenerationRequest, standard: Plan) -> Plan:
        """Return the planner's plan, or without one the standard plan."""
        if self._planner is None:
            return standard
        self._engine.equip(standard)
        return await self._planner.compose(request, standard, self._engine)

    async def _run(self, plan: Plan, context: dict[str, Any], retrier: Retrier) -> None:
        """Run a plan; if Helm refuses the chart, build it once more with its template's fallback values."""
        error: AgentError | None = None
        try:
            await self._engine.run(plan, context, retrier)
        except AgentError as failed:
            error = failed
        fallback = fallback_after(error, context)
        if fallback is not None:
            context["fallback"] = fallback
            retrier.attempts = max(retrier.attempts, 2)
            await self._engine.run(plan, context, retrier, start=BUILD)
        elif error is not None:
            raise error

    async def _failed(
        self, request: GenerationRequest, plan: Plan | None, context: dict[str, Any], error: Exception
    ) -> GenerationResult:
        if not isinstance(error, AgentError):
            self._report_crash(error)
            error = unexpected(error)
        if isinstance(error, DraftRefusedError):
            context["report"] = error.report
        report = _blocking(error, context.get("report"))
        if report is not None:
            error = blocked_by(report, request, context)
        problems = [locate(problem, request.source, request.locations) for problem in error.problems]
        if isinstance(error, InputError):
            problems += await self._further_mistakes(request, [], problems, problems)
        context["failure"] = Failure(
            component=request.bundle.component.name,
            trace_id=request.bundle.trace_id,
            failure=error.failure,
            problems=problems,
            report=report,
            attempts=context.get("attempts", 1),
            recipients=escalation_of(self._policy).recipients(error.failure),
        )
        problems += await self._emit_failure(context)
        status = "failed" if report is None else "blocked"
        result = result_of(request, plan, context, status, error.fault)
        return result.model_copy(update={"problems": problems, "failure": error.failure})

    def further_mistakes(self, request: GenerationRequest, left_out: list[str], known: list[Problem]) -> list[Problem]:
        """Return what else is wrong with a bundle of which a part could not be read.

        Args:
            request: what remained of the bundle; nothing is saved.
            left_out: paths of what is not in it as it was written.
            known: the mistakes that are known already.
        """
        return _finished(self._further_mistakes(request, left_out, known, []))

    async def _further_mistakes(
        self, request: GenerationRequest, left_out: list[str], known: list[Problem], refused: list[Problem]
    ) -> list[Problem]:
        try:
            return await self._further.find(request, left_out, known, refused)
        except Exception as error:  # what is known already must be told
            self._report_crash(error)
            return []

    async def _emit_failure(self, context: dict[str, Any]) -> list[Problem]:
        try:
            await self._engine.invoke("event_emitter.emit_failure", context)
        except AgentError as error:
            return list(error.problems)
        except Exception as error:  # a run that failed must still come back as a result
            self._report_crash(error)
            return list(unexpected(error).problems)
        return []


def _blocking(error: AgentError, report: object) -> Report | None:
    """Return the report that a failure is about, if it was the gate that refused."""
    return report if isinstance(error, GateError) and isinstance(report, Report) and not report.passed else None


def _finished(work: Coroutine[Any, Any, Done]) -> Done:
    """Do work outside any event loop."""
    # Not asyncio.run: its signal handling costs milliseconds, and the steps never wait.
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(work)
    finally:
        loop.close()
