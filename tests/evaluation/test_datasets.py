"""The project's own data sets and recordings."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from agent.bootstrap import build_examiners, build_library, builtin_prompts
from agent.evaluation.loading import LoadedCase, load_cases
from agent.evaluation.rendering import render_case
from agent.settings import Settings
from foundation.language_model.store import RecordingStore
from foundation.model.conversation import Message
from foundation.prompting.library import PromptLibrary
from tests.support.generation import ROOT

PROMPTS = builtin_prompts()
LIBRARY = PromptLibrary([PROMPTS])
FILES = sorted(PROMPTS.glob("*/evals/*.yaml"))
NAMES = ("expansion", "input", "repair", "review")
CASES = [(name, case) for name in NAMES for case in load_cases(PROMPTS / name)]
EXAMINERS = build_examiners(Settings())


def rendered(name: str, case: LoadedCase) -> list[Message]:
    return asyncio.run(render_case(LIBRARY, LIBRARY.prompt(name), case, EXAMINERS[name])).messages


def case_id(value: Any) -> str:
    return value.case.name if isinstance(value, LoadedCase) else str(value)


def test_there_are_enough_novel_components_of_many_kinds() -> None:
    catalog = {kind for chart in build_library(Settings()).charts.values() for kind in chart.serves}
    bundles = [case.case.bundle for name, case in CASES if name == "expansion" and case.case.bundle]
    types = {bundle.component.type for bundle in bundles}
    assert len(bundles) >= 40
    assert len(types) >= 30
    assert not types & catalog
    assert {bundle.component.transport for bundle in bundles} == {"http", "grpc", "tcp", "queue"}
    tags = [tag for name, case in CASES if name == "expansion" for tag in case.case.tags]
    assert tags.count("adversarial") >= 10
    assert {"gpu", "batch", "broker", "cache", "custom-resource", "stateful", "injection"} <= {*tags}


@pytest.mark.parametrize(("name", "case"), CASES, ids=case_id)
def test_every_case_renders_and_asserts_something(name: str, case: LoadedCase) -> None:
    assert [message.role for message in rendered(name, case)] == ["system", "user"]
    assert case.case.description
    assert case.assertions


@pytest.mark.parametrize("case", [case for name, case in CASES if name == "expansion"], ids=case_id)
def test_no_definition_begins_a_line_of_the_prompt(case: LoadedCase) -> None:
    text = rendered("expansion", case)[-1].text
    assert text.isascii()
    heads = [line.split(":")[0] for line in text.splitlines() if line]
    assert heads[:4] == ["Component", "Type", "Transport", "Allowed kinds"]
    # The last three are the guidance of its family, under its head, and what is asked.
    assert len(heads) == 9


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_data_sets_fit_the_schema_that_editors_use(path: Path) -> None:
    schema = json.loads((PROMPTS / "dataset.schema.json").read_text())
    bundle = json.loads((ROOT / "docs" / "bundle.schema.json").read_text())
    registry = Registry().with_resource("file:///docs/bundle.schema.json", Resource.from_contents(bundle))
    validator = Draft202012Validator({**schema, "$id": "file:///prompts/dataset.schema.json"}, registry=registry)
    content = yaml.safe_load(path.read_text())
    assert [error.message for error in validator.iter_errors(content)] == []
    content["cases"][0]["bundle"]["component"]["replicas"] = "many"
    content["cases"][0]["assert"] = [{"contains": "a", "gate": True}]
    assert len(list(validator.iter_errors(content))) == 2


@pytest.mark.parametrize("path", sorted(PROMPTS.glob("*/v*.yaml")), ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_prompts_fit_the_schema_that_editors_use(path: Path) -> None:
    validator = Draft202012Validator(json.loads((PROMPTS / "prompt.schema.json").read_text()))
    content = yaml.safe_load(path.read_text())
    assert [error.message for error in validator.iter_errors(content)] == []
    assert list(validator.iter_errors({**content, "temperature": 1}))


def test_no_answer_that_is_handed_back_begins_a_line_of_the_prompt() -> None:
    for case in load_cases(PROMPTS / "repair"):
        text = rendered("repair", case)[-1].text
        assert text.isascii()
        heads = [line.split(":")[0] for line in text.splitlines() if line and not line.startswith("  ")]
        assert heads[:4] == ["Component", "Type", "Allowed kinds", "Attempts left after this one"]
        assert len(heads) == 10


def test_reviews_are_of_manifests_that_a_run_makes() -> None:
    for case in load_cases(PROMPTS / "review"):
        bundle = case.case.bundle
        assert bundle is not None
        text = rendered("review", case)[-1].text
        assert f"of {bundle.component.name} for the environment {bundle.target_environment}" in text
        assert f'image: "{bundle.component.container_image}"' in text
        assert bundle.trace_id in text
        assert text.count("\n  apiVersion: ") >= 3


@pytest.mark.parametrize("name", LIBRARY.names())
def test_every_recording_says_who_answered(name: str) -> None:
    folder = LIBRARY.folder(name) / "recordings"
    store = RecordingStore(folder)
    assert len(store.all()) == len(list(folder.rglob("*.yaml")))
    for path in folder.rglob("*.yaml"):
        text = path.read_text()
        assert text.startswith("# NOT a model's answer") is ("\nmade_by: stand-in\n" in text)
    for recording in store.all():
        assert recording.subject.prompt == name
        if recording.made_by == "stand-in":
            assert recording.provider == "stand-in"
            assert all(take.answer.usage is None and take.seconds == 0 for take in recording.takes)
