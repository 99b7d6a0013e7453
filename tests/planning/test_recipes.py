"""Each kind of run takes its own steps and no others, on a real kernel."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from agent.bootstrap import Agent, build_agent
from agent.planning.check import check_plan
from agent.planning.recipes.failure import ANNOUNCE_FAILURE, compose_announcement
from agent.planning.recipes.generate import GENERATE
from agent.planning.recipes.recipe import Recipe
from agent.planning.recipes.rehearse import REHEARSE
from agent.planning.recipes.republish import REPUBLISH, compose_republish
from agent.planning.recipes.validate import VALIDATE_ONLY
from foundation.model.errors import GateError, PlanError
from foundation.model.run.artifacts import Artifact, ArtifactSet
from foundation.model.run.plan import Plan
from foundation.model.run.request import GenerationRequest
from tests.support.generation import case_named, read_case, request_of, settings_in

RECIPES = [GENERATE, VALIDATE_ONLY, REHEARSE, REPUBLISH, ANNOUNCE_FAILURE]


def request(output: Path | None) -> GenerationRequest:
    return request_of(read_case(case_named("order-service")), output)


def plan_of(agent: Agent, recipe: Recipe) -> Plan:
    if recipe is REPUBLISH:
        return compose_republish()
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
    assert "it needs 'artifacts'" in refusal(agent, GENERATE, compose_republish().steps)


def recorded(state: Path, output: Path) -> dict[str, Any]:
    """What a run leaves, as a record would hold it."""
    agent, wanted = build_agent(settings_in(state)), request(output)
    context: dict[str, Any] = {"bundle": wanted.bundle, "bundle_digest": wanted.digest, "options": wanted.options}
    asyncio.run(agent.runner._engine.run(agent.runner.plan(wanted), GENERATE, context))
    return context


def republish(context: dict[str, Any], state: Path, output: Path, **changes: Any) -> dict[str, Any]:
    """Publish a record on a kernel that has validated nothing yet."""
    kept = {name: context[name] for name in REPUBLISH.given}
    again = {**kept, "options": request(output).options, **changes}
    asyncio.run(build_agent(settings_in(state)).runner._engine.run(compose_republish(), REPUBLISH, again))
    return again


def files_in(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_recorded_artifacts_are_validated_saved_remembered_and_announced_again(tmp_path: Path) -> None:
    first = recorded(tmp_path / "one", tmp_path / "first")
    again = republish(first, tmp_path / "two", tmp_path / "second")
    assert files_in(tmp_path / "second") == files_in(tmp_path / "first")
    assert again["report"] == first["report"]
    assert again["known_trace"] == first["known_trace"]
    assert again["events"] == first["events"]
    assert (tmp_path / "two" / "memory.sqlite").is_file()


@pytest.mark.parametrize("output", ["first", "second"])
def test_a_record_that_does_not_pass_any_more_changes_nothing(tmp_path: Path, output: str) -> None:
    first = recorded(tmp_path / "one", tmp_path / "first")
    before = files_in(tmp_path)
    spoilt = [
        Artifact(path=file.path, content=file.content.replace(b"readOnlyRootFilesystem: true", b"privileged: true"))
        for file in first["artifacts"].files
    ]
    with pytest.raises(GateError):
        republish(first, tmp_path / "two", tmp_path / output, artifacts=ArtifactSet(files=spoilt))
    kept = {path: content for path, content in files_in(tmp_path).items() if not path.startswith("two/templates")}
    assert kept == before
