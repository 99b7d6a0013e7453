import pytest

from agent.bootstrap import Agent
from agent.planning.check import MANDATORY, check_plan
from foundation.model.destination import workspace
from foundation.model.errors import PlanError
from foundation.model.run.plan import Plan
from foundation.model.run.request import GenerationRequest, Options
from foundation.source.bundle import read_bundles
from tests.support.generation import EXAMPLES


def good_plan(agent: Agent, example: str = "order-service.yaml", output: str | None = "out") -> Plan:
    (source,) = read_bundles((EXAMPLES / example).read_bytes(), example)
    options = Options(destination=workspace(output) if output else None)
    request = GenerationRequest(bundle=source.bundle, source=example, digest=source.digest, options=options)
    return agent.runner.plan(request)


def reasons(agent: Agent, steps: list[str]) -> str:
    with pytest.raises(PlanError) as caught:
        check_plan(Plan(steps=steps), agent.runner.signatures)
    assert all(problem.code == "plan-refused" and problem.remedy for problem in caught.value.problems)
    return str(caught.value)


def test_the_deterministic_plans_pass(agent: Agent) -> None:
    for example in ("order-service.yaml", "minimal.yaml", "nightly-report.yaml"):
        for output in ("out", None):
            check_plan(good_plan(agent, example, output), agent.runner.signatures)


def test_the_same_request_gives_the_same_plan(agent: Agent) -> None:
    assert good_plan(agent) == good_plan(agent)
    without = good_plan(agent, "minimal.yaml").steps
    assert set(good_plan(agent).steps) - set(without) == {"otel_injection.inject"}


@pytest.mark.parametrize("step", sorted(MANDATORY))
def test_a_mandatory_step_cannot_be_left_out(agent: Agent, step: str) -> None:
    steps = [name for name in good_plan(agent).steps if name != step]
    assert f"{step}: the mandatory step is left out" in reasons(agent, steps)


def test_every_single_omission_but_telemetry_is_refused(agent: Agent) -> None:
    steps = good_plan(agent).steps
    optional = {"otel_injection.inject", "trace_metadata_injector.remember"}
    for left_out in set(steps) - optional - {"artifact_emitter.save", "event_emitter.emit"}:
        assert reasons(agent, [step for step in steps if step != left_out])


def test_every_swap_of_neighbours_that_need_each_other_is_refused(agent: Agent) -> None:
    steps, signatures = good_plan(agent).steps, agent.runner.signatures
    for index in range(len(steps) - 1):
        first, second = steps[index], steps[index + 1]
        if signatures[first].produces in signatures[second].requires:
            swapped = [*steps[:index], second, first, *steps[index + 2 :]]
            assert "which no step before it produces" in reasons(agent, swapped)


def test_saving_before_validation_is_refused(agent: Agent) -> None:
    steps = [step for step in good_plan(agent).steps if step != "artifact_emitter.save"]
    steps.insert(steps.index("k8s_validator.validate"), "artifact_emitter.save")
    assert "saved before they are validated" in reasons(agent, steps)


def test_events_come_last_and_are_not_forgotten(agent: Agent) -> None:
    steps = good_plan(agent).steps
    assert "saved without an event" in reasons(agent, steps[:-1])
    moved = [*steps[:-2], steps[-1], steps[-2]]
    assert "events come last" in reasons(agent, moved)


def test_unknown_repeated_and_reserved_steps_are_refused(agent: Agent) -> None:
    steps = good_plan(agent).steps
    assert "there is no such step" in reasons(agent, ["overlay_merge.merg", *steps])
    assert "more than once" in reasons(agent, [*steps[:3], steps[2], *steps[3:]])
    assert "event_emitter.emit_failure: there is no such step" in reasons(agent, [*steps, "event_emitter.emit_failure"])
    assert reasons(agent, [])


def test_telemetry_after_the_chart_is_refused(agent: Agent) -> None:
    steps = [step for step in good_plan(agent).steps if step != "otel_injection.inject"]
    steps.insert(steps.index("helm_chart_builder.build") + 1, "otel_injection.inject")
    assert "it would miss 'telemetry', which a later step produces" in reasons(agent, steps)
