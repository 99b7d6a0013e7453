"""Each kind of run takes its own steps and no others, on a real kernel."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from agent.bootstrap import Agent, build_agent
from agent.planning.check import check_plan
from agent.planning.recipes.failure import ANNOUNCE_FAILURE, compose_announcement
from agent.planning.recipes.generate import GENERATE
from agent.planning.recipes.recipe import Recipe
from agent.planning.recipes.recorded import compose_recorded
from agent.planning.recipes.rehearse import REHEARSE
from agent.planning.recipes.republish import REPUBLISH
from agent.planning.recipes.rollback import ROLLBACK
from agent.planning.recipes.validate import VALIDATE_ONLY
from agent.use_cases.recorded.output_folder import OutputFolder
from foundation.model.errors import GateError, PlanError
from foundation.model.run.artifacts import Artifact, ArtifactSet
from foundation.model.run.plan import Plan
from foundation.model.run.recorded import Record
from foundation.model.run.request import GenerationRequest
from memory.memory import Memory
from memory.sqlite.backend import SqliteBackend
from plugins.k8s_validator.policy_folders import policies_of
from tests.support.generation import case_named, read_case, request_of, settings_in

OF_RECORDS = [REPUBLISH, ROLLBACK]
RECIPES = [GENERATE, VALIDATE_ONLY, REHEARSE, *OF_RECORDS, ANNOUNCE_FAILURE]


def request(output: Path | None) -> GenerationRequest:
    return request_of(read_case(case_named("order-service")), output)


def plan_of(agent: Agent, recipe: Recipe) -> Plan:
    if recipe in OF_RECORDS:
        return compose_recorded(recipe)
    if recipe is ANNOUNCE_FAILURE:
        return compose_announcement()
    plan = agent.runner.plan(request(Path("out") if recipe is GENERATE else None))
    steps = [step for step in plan.steps if step not in recipe.excluded]
    return plan.model_copy(update={"steps": steps})


def refusal(agent: Agent, recipe: Recipe, steps: list[str]) -> str:
    with pytest.raises(PlanError) as caught:
        check_plan(Plan(steps=steps), recipe, agent.runner.signatures)
    return str(caught.value)


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.name)
def test_every_recipe_has_a_plan_and_keeps_to_its_steps(agent: Agent, recipe: Recipe) -> None:
    steps = plan_of(agent, recipe).steps
    check_plan(Plan(steps=steps), recipe, agent.runner.signatures)
    assert tuple(steps[len(steps) - len(recipe.closing) :]) == recipe.closing
    for step in recipe.mandatory:
        assert f"{step}: the mandatory step is left out" in refusal(agent, recipe, [s for s in steps if s != step])
    for step in recipe.excluded - {"llm_template_expander.expand"}:
        assert f"{step}: there is no such step" in refusal(agent, recipe, [step, *steps])


def test_a_run_of_one_kind_does_not_pass_for_another(agent: Agent) -> None:
    generating, validating = plan_of(agent, GENERATE).steps, plan_of(agent, VALIDATE_ONLY).steps
    assert "artifact_emitter.save: there is no such step" in refusal(agent, VALIDATE_ONLY, generating)
    assert "without it nobody knows that what passed is kept" in refusal(agent, GENERATE, validating)
    assert "it needs 'templates'" in refusal(agent, VALIDATE_ONLY, plan_of(agent, REHEARSE).steps)
    for recipe in OF_RECORDS:
        assert "it needs 'artifacts'" in refusal(agent, GENERATE, compose_recorded(recipe).steps)
        assert "k8s_validator.validate: there is no such step" in refusal(agent, recipe, generating)
    today, then = (compose_recorded(recipe).steps for recipe in OF_RECORDS)
    assert "without it nobody knows that their own policies let" in refusal(agent, ROLLBACK, today)
    assert "k8s_validator.validate_recorded: there is no such step" in refusal(agent, ROLLBACK, today)
    assert "without it nobody knows that the policies of today let" in refusal(agent, REPUBLISH, then)
    assert "k8s_validator.validate_as_recorded: there is no such step" in refusal(agent, REPUBLISH, then)


@pytest.mark.parametrize("recipe", OF_RECORDS, ids=lambda recipe: recipe.name)
def test_wrong_plans_for_recorded_artifacts_are_refused(agent: Agent, recipe: Recipe) -> None:
    gate, save, remember, emit = compose_recorded(recipe).steps
    early = refusal(agent, recipe, [save, gate, remember, emit])
    assert "artifact_emitter.save: artifacts would be saved before they are validated" in early
    assert "artifact_emitter.save: it needs 'report', which no step before it produces" in early
    assert "events come last" in refusal(agent, recipe, [gate, save, emit, remember])
    assert "it needs 'receipt', which no step before it produces" in refusal(
        agent, recipe, [gate, emit, save, remember]
    )
    assert "more than once" in refusal(agent, recipe, [gate, gate, save, remember, emit])
    assert "it needs 'bundle'" in refusal(agent, recipe, ["overlay_merge.merge", gate, save, remember, emit])
    for building in ("helm_chart_builder.build", "post_processor.assemble"):
        assert f"{building}: there is no such step" in refusal(agent, recipe, [building, gate, save, remember, emit])


def recorded(state: Path, output: Path) -> Record:
    """What a run leaves."""
    assert build_agent(settings_in(state)).runner.generate(request(output)).status == "generated"
    return OutputFolder(str(output)).read()


def publish(recipe: Recipe, record: Record, state: Path, output: Path) -> dict[str, Any]:
    """Publish a record on a kernel that has validated nothing yet."""
    agent = build_agent(settings_in(state))
    context: dict[str, Any] = {
        "recorded": record.run,
        "artifacts": record.artifacts,
        "trace": record.rolled_back if recipe is ROLLBACK else record.run.trace,
        "policies": policies_of(agent.library),
        "options": request(output).options,
    }
    assert context.keys() == recipe.given
    asyncio.run(agent.runner._engine.run(compose_recorded(recipe), recipe, context))
    return context


def in_any_order(events: list[dict[str, Any]]) -> list[str]:
    return sorted(json.dumps(event, sort_keys=True) for event in events)


def files_in(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("recipe", OF_RECORDS, ids=lambda recipe: recipe.name)
def test_recorded_artifacts_are_validated_saved_remembered_and_announced_again(tmp_path: Path, recipe: Recipe) -> None:
    first = recorded(tmp_path / "one", tmp_path / "first")
    again = publish(recipe, first, tmp_path / "two", tmp_path / "second")
    before, after = files_in(tmp_path / "first"), files_in(tmp_path / "second")
    events, told = ([json.loads(line) for line in files.pop("events.jsonl").splitlines()] for files in (before, after))
    assert after == before
    assert again["report"].passed
    assert again["report"].digest == first.artifacts.digest
    known = Memory(SqliteBackend(tmp_path / "two" / "memory.sqlite")).of("acme").traces.of_trace("trace-ord-8128")
    assert known == [again["known_trace"]]
    assert known[0].digest == first.artifacts.digest
    assert told == again["events"].payloads
    earlier = events[0]["execution_id"]
    linked = {"previous_execution_id": earlier, "execution_id": first.rolled_back.execution_id}
    changed = linked if recipe is ROLLBACK else {}
    expected = [{**event, **changed, **({"source": "record"} if "source" in event else {})} for event in events]
    assert in_any_order(told) == in_any_order(expected)


@pytest.mark.parametrize("recipe", OF_RECORDS, ids=lambda recipe: recipe.name)
@pytest.mark.parametrize("output", ["first", "second"])
def test_a_record_that_does_not_pass_any_more_changes_nothing(tmp_path: Path, output: str, recipe: Recipe) -> None:
    first = recorded(tmp_path / "one", tmp_path / "first")
    before = files_in(tmp_path)
    spoilt = [
        Artifact(path=file.path, content=file.content.replace(b"readOnlyRootFilesystem: true", b"privileged: true"))
        for file in first.artifacts.files
    ]
    with pytest.raises(GateError):
        publish(
            recipe,
            first.model_copy(update={"artifacts": ArtifactSet(files=spoilt)}),
            tmp_path / "two",
            tmp_path / output,
        )
    kept = {path: content for path, content in files_in(tmp_path).items() if not path.startswith("two/templates")}
    assert kept == before
