from collections.abc import Callable
from typing import Any

import pytest

from agent.bootstrap import Agent, build_agent
from agent.bootstrap.kernels import build_kernel
from agent.execution.engine import Engine
from agent.execution.filters.retry import Retries
from agent.execution.filters.telemetry import telemetry
from agent.execution.runner import Runner
from foundation.helm.errors import HelmTimeoutError
from foundation.model.bundle.effective import EffectiveComponent
from foundation.model.errors import AgentError, GateError, InputError, OutsideError, Problem, TraceMissingError
from foundation.model.run.request import GenerationResult
from foundation.source.bundle import read_bundles
from plugins.overlay_merge.plugin import OverlayMergePlugin
from plugins.step import step
from tests.support.generation import EXAMPLES, request_of, settings_in

PROBLEM = Problem(code="wrong-value", message="m", remedy="r")


class FlakyMerge(OverlayMergePlugin):
    """The real step, which fails some times before."""

    def __init__(self, error: AgentError, failures: int) -> None:
        super().__init__()
        self._error = error
        self.left = failures
        self.calls = 0

    @step("merge", produces="effective", description="Fail, then merge.")
    def merge(self, bundle: Any, templates: Any, options: Any, trace: Any) -> EffectiveComponent:
        self.calls += 1
        self.left -= 1
        if self.left >= 0:
            raise self._error
        return super().merge(bundle, templates, options, trace)


Attempt = Callable[[AgentError, int], tuple[GenerationResult, FlakyMerge, list[float]]]


@pytest.fixture
def attempt(agent: Agent) -> Attempt:
    """Generates with a step that fails some times; returns the result, the step and the waits."""

    def run(error: AgentError, failures: int) -> tuple[GenerationResult, FlakyMerge, list[float]]:
        waits: list[float] = []

        async def sleep(seconds: float) -> None:
            waits.append(seconds)

        merge = FlakyMerge(error, failures)
        retries = Retries(lambda: agent.library.policy.retry.retry_policy, sleep)
        plugins = {**agent.runner._engine.kernel.plugins, "overlay_merge": merge}
        engine = Engine(build_kernel(plugins, [retries.filter, telemetry]))
        runner = Runner(engine, lambda: agent.library.policy, lambda _: None, retries)
        (source,) = read_bundles((EXAMPLES / "minimal.yaml").read_bytes(), "minimal.yaml")
        return runner.generate(request_of(source, None)), merge, waits

    return run


def test_a_passing_failure_is_tried_again_with_growing_waits(attempt: Attempt) -> None:
    result, merge, waits = attempt(HelmTimeoutError(PROBLEM), 2)
    assert (result.status, merge.calls, waits) == ("generated", 3, [0.5, 1.0])


def test_retries_end_and_the_event_counts_them(attempt: Attempt) -> None:
    result, merge, waits = attempt(HelmTimeoutError(PROBLEM), 9)
    assert (result.status, result.failure, merge.calls, len(waits)) == ("failed", "helm_lint_timeout", 3, 2)
    (event,) = result.events.events
    assert (event.event, event.payload["attempts"]) == ("InfrastructureGenerationFailed", 3)


@pytest.mark.parametrize("kind", [InputError, TraceMissingError, GateError, OutsideError])
def test_what_will_not_go_away_is_tried_once(attempt: Attempt, kind: type[AgentError]) -> None:
    result, merge, waits = attempt(kind(PROBLEM), 9)
    assert (result.failure, merge.calls, waits) == (kind.failure, 1, [])
    assert result.events.events[-1].payload["attempts"] == 1


def test_the_policy_is_the_specifications(agent: Agent) -> None:
    policy = agent.library.policy.retry.retry_policy
    assert (policy.max_attempts, policy.backoff_strategy) == (3, "exponential")
    assert policy.retryable_failures == ["helm_lint_timeout", "template_load_failure", "blob_storage_timeout"]
    assert policy.hard_failures == ["trace_missing", "policy_violation", "yaml_schema_error"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("retry_policy: {max_attempt: 2}", "Did you mean max_attempts?"),
        ("retry_policy: {max_attempts: 0}", "0 is not allowed for max_attempts Write a number of at least 1."),
        ("retry_policy: {hard_failures: [helm_lint_timeout]}", "both retryable and hard"),
    ],
)
def test_mistakes_in_the_policy_have_a_line(text: str, message: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("own")
    (folder / "policies").mkdir()
    (folder / "policies" / "retry.yaml").write_text(text + "\n")
    agent = build_agent(settings_in(folder / "state", template_path=str(folder)))
    (source,) = read_bundles((EXAMPLES / "minimal.yaml").read_bytes(), "minimal.yaml")
    result = agent.runner.generate(request_of(source, None))
    assert result.fault == "input"
    (problem,) = result.problems
    assert str(problem.file).endswith("retry.yaml")
    assert problem.line == 1
    assert message in f"{problem.message} {problem.remedy}"
