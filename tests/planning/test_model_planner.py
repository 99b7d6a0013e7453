"""A model may choose another order of the same steps; everything else runs the standard plan, with the reason."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from foundation.language_model.errors import ModelUnavailableError
from foundation.language_model.scripted import Line
from foundation.model.conversation import Answer, ToolCall
from foundation.model.errors import Problem
from foundation.model.run.request import GenerationResult
from tests.support.drafting import Workshop

BUNDLE: dict[str, Any] = {
    "trace_id": "trace-plan-1",
    "blueprint_id": "usecase-plan",
    "component_scope": "Order",
    "team": "ordering",
    "component": {
        "name": "OrderService",
        "type": "microservice",
        "transport": "http",
        "container_image": "acme/orders:1.0.0",
    },
    "environments": {"dev": {}},
    "observability": {"otel_enabled": True, "otel_endpoint": "http://otel.monitoring:4317"},
}
STEPS = [
    "template_resolver.load",
    "trace_metadata_injector.resolve",
    "overlay_merge.merge",
    "security_context_builder.build",
    "otel_injection.inject",
    "trace_metadata_injector.inject",
    "helm_chart_builder.build",
    "post_processor.finish",
    "helm_chart_builder.package",
    "helm_chart_builder.render",
    "post_processor.assemble",
    "k8s_validator.validate",
    "artifact_emitter.save",
    "trace_metadata_injector.remember",
    "event_emitter.emit",
]
OTHER_ORDER = [STEPS[1], STEPS[0], STEPS[2], STEPS[5], STEPS[4], STEPS[3], *STEPS[6:]]


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Sequence[Line]], GenerationResult]:
    """Generate with a planner that answers from a script."""
    workshop = Workshop(tmp_path_factory.mktemp("plans"), planner="model")

    def run(script: Sequence[Line], bundle: dict[str, Any] = BUNDLE) -> GenerationResult:
        result = workshop.generate(script, bundle)
        run.asked = workshop.chat.asked  # type: ignore[attr-defined]
        return result

    return run


def answer(steps: Any) -> str:
    return json.dumps({"steps": steps})


@pytest.mark.parametrize("arguments", [["--password", "Tr0ub4dor-and-3"], ["--token=Tr0ub4dor-and-3"]])
def test_a_secret_of_the_bundle_reaches_no_planner(plan: Any, arguments: list[str]) -> None:
    found = plan([answer(STEPS)], {**BUNDLE, "environments": {"dev": {"args": arguments}}})
    assert plan.asked == []
    assert [problem.code for problem in found.problems] == ["literal-secret"]


def test_another_order_that_passes_the_check_runs_and_gives_the_same_digest(plan: Any) -> None:
    standard, other = plan([answer(STEPS)]), plan([answer(OTHER_ORDER)])
    assert standard.status == other.status == "generated"
    assert (standard.plan.planner, standard.plan.steps) == ("model", STEPS)
    assert (other.plan.planner, other.plan.steps) == ("model", OTHER_ORDER)
    assert standard.artifacts.digest == other.artifacts.digest


def test_the_functions_are_offered_without_parameters_and_none_runs(plan: Any) -> None:
    plan([answer(STEPS)])
    (request,) = plan.asked
    offered = {tool["function"]["name"]: tool["function"]["parameters"] for tool in request.tools}
    assert offered.keys() == {step.replace(".", "-") for step in STEPS}
    assert all(not parameters["properties"] for parameters in offered.values())
    assert "event_emitter-emit_failure" not in offered
    assert "Trace ID: trace-plan-1" in request.messages[-1]["content"]


def test_names_as_they_are_offered_are_steps_too(plan: Any) -> None:
    result = plan([answer([step.replace(".", "-") for step in OTHER_ORDER])])
    assert (result.plan.planner, result.plan.steps) == ("model", OTHER_ORDER)


def test_calls_of_functions_are_a_plan_too(plan: Any) -> None:
    calls = [
        ToolCall(id=str(number), name=step.replace(".", "-"), arguments="{}") for number, step in enumerate(OTHER_ORDER)
    ]
    result = plan([Answer(tool_calls=calls, finish_reason="tool_calls")])
    assert (result.plan.planner, result.plan.steps) == ("model", OTHER_ORDER)


UNAVAILABLE = ModelUnavailableError(Problem(code="model-status", message="status 503", remedy="Wait."), "503")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (answer(STEPS[:-1]), "leaves out event_emitter.emit"),
        (answer([step for step in STEPS if "validator" not in step]), "leaves out k8s_validator.validate"),
        (answer([step for step in STEPS if "otel" not in step]), "leaves out otel_injection.inject"),
        (answer([step for step in STEPS if "trace" not in step]), "leaves out trace_metadata_injector.resolve"),
        (answer(["artifact_emitter.save"]), "leaves out template_resolver.load"),
        (answer([*STEPS, "event_emitter.emit_failure"]), "adds 1 steps"),
        (answer([*STEPS[:3], "shell.run", *STEPS[3:]]), "adds 1 steps"),
        (answer([*STEPS[:11], STEPS[12], STEPS[11], *STEPS[13:]]), "it needs 'report'"),
        (answer([step for step in STEPS if "finish" not in step]), "leaves out post_processor.finish"),
        (answer([STEPS[-1], *STEPS[:-1]]), "events come last"),
        (answer(STEPS[::-1]), "it needs"),
        (answer([*STEPS, STEPS[0]]), "more than once"),
        (answer([*STEPS[:5], *STEPS[:5], *STEPS[5:]]), "more than once"),
        (answer(["__import__('os').system('x')", *STEPS]), "adds 1 steps"),
        (answer([step.upper() for step in STEPS]), "leaves out"),
        (answer([step + "\u200b" for step in STEPS]), "leaves out"),
        (answer([]), "leaves out"),
        (answer("template_resolver.load"), "not of the form"),
        (answer([1, 2]), "not of the form"),
        (answer([{"step": "overlay_merge.merge", "arguments": {"bundle": {}}}]), "not of the form"),
        ('{"steps": [], "artifacts": {}}', "not of the form"),
        ("1. load 2. validate", "not of the form"),
        ("", "not of the form"),
        ("[" * 10_000, "not of the form"),
        ("x" * 1_000_000, "too long"),
        (Answer(refusal="no"), "refused to plan"),
        (Answer(text=answer(STEPS), finish_reason="length"), "incomplete"),
        (Answer(tool_calls=[ToolCall(id="1", name="x-y", arguments='{"output": "/etc"}')]), "hands data to a step"),
        (UNAVAILABLE, "status 503"),
    ],
)
def test_anything_else_runs_the_standard_plan_with_the_reason(plan: Any, line: Line, reason: str) -> None:
    result = plan([line])
    assert result.status == "generated"
    assert (result.plan.planner, result.plan.steps) == ("deterministic", STEPS)
    assert reason in result.plan.reasons["planner"]


def test_a_prompt_that_cannot_be_rendered_runs_the_standard_plan(plan: Any) -> None:
    bundle = {**BUNDLE, "component": {**BUNDLE["component"], "env": [{"name": "X", "value": "a\u200bb"}]}}
    bundle["environments"] = {"dev": {"env": [{"name": "X", "value": "a\u200bb"}]}}
    result = plan([answer(OTHER_ORDER)], bundle)
    assert result.status == "generated"
    assert "invisible" in result.plan.reasons["planner"]
    assert plan.asked == []


def test_without_a_model_the_planner_of_a_model_runs_the_standard_plan(tmp_path: Path) -> None:
    from agent.bootstrap import build_agent
    from tests.support.generation import settings_in

    workshop = Workshop(tmp_path)
    agent = build_agent(settings_in(tmp_path / "state", workspace=tmp_path, planner="model"))
    result = agent.runner.generate(workshop.request(BUNDLE))
    assert result.status == "generated"
    assert result.plan is not None
    assert "no language model is set up" in result.plan.reasons["planner"]
