"""What a model is told and what its draft is held to are the same: kinds, fields, types, bounds."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from agent.bootstrap import build_library, build_prompts
from agent.evaluation.loading import load_cases
from agent.settings import Settings
from foundation.model.conversation import Answer
from foundation.model.drafts.draft import Draft, DraftField, DraftObject
from foundation.model.drafts.policy import DraftPolicy
from foundation.prompting.rendering import render
from plugins.llm_template_expander.arguments import prompt_arguments
from plugins.llm_template_expander.forms import FieldForm, field_forms
from plugins.llm_template_expander.reading import read_draft
from plugins.llm_template_expander.render import render_draft
from plugins.llm_template_expander.rules import draft_findings
from plugins.llm_template_expander.telling import draft_form, offered_paths, told_fields, told_kinds

LIBRARY = build_library(Settings())
POLICY = LIBRARY.drafts
PROMPTS = build_prompts(Settings())
CASES = load_cases(PROMPTS.folder("expansion"))
#: What a told field needs beside it, by the end of its path.
BESIDE = {
    "rollingUpdate.maxSurge": {"type": "RollingUpdate"},
    "rollingUpdate.maxUnavailable": {"type": "RollingUpdate"},
    "rollingUpdate.partition": {"type": "RollingUpdate"},
    "volumes[0].name": {"volumes[0].emptyDir.medium": "Memory"},
    "volumes[0].emptyDir.medium": {"volumes[0].name": "cache"},
    "volumes[0].emptyDir.sizeLimit": {"volumes[0].name": "cache"},
}
#: Text of the forms in words.
EXAMPLES = re.compile(r'\("([^"]+)"\)')


def told() -> list[tuple[str, FieldForm]]:
    return [(kind, form) for kind, about in POLICY.kinds.items() for form in field_forms(about, POLICY)]


def values(form: FieldForm) -> Iterator[Any]:
    """Yield what a field's text allows: each choice, the bounds, each example."""
    yield from form.choices
    if form.minimum is not None:
        yield from (form.minimum, form.minimum + 1, *([form.maximum] if form.maximum is not None else []))
    for words in form.words:
        yield from (True, False) if words.startswith("true") else EXAMPLES.findall(words)


def findings(kind: str, fields: dict[str, Any]) -> list[str]:
    """Return what is found in a draft with one object that has these fields."""
    spec = [DraftField(path=path, value=value) for path, value in fields.items()]
    objects = [DraftObject(kind=kind, spec=spec)]
    if POLICY.kinds[kind].chart is None:
        objects.append(DraftObject(kind="Deployment", spec=[]))
    _, found = render_draft(Draft(objects=objects), "some-type", LIBRARY)
    return [entry.message for entry in found]


def with_neighbours(path: str, value: Any) -> dict[str, Any]:
    """Return a field and those without which it cannot be."""
    shown = path.replace("[*]", "[0]")
    if "volumeMounts" in shown:
        pod = shown.partition("containers")[0]
        mount = f"{pod}containers[0].volumeMounts[0]"
        name = value if shown.endswith(".name") else "cache"
        volume = {f"{pod}volumes[0].name": name, f"{pod}volumes[0].emptyDir.medium": "Memory"}
        return {**volume, f"{mount}.name": name, f"{mount}.mountPath": "/scratch", shown: value}
    end = next((end for end in BESIDE if shown.endswith(end)), "")
    start = shown.removesuffix(end)
    return {**{start + name: given for name, given in BESIDE.get(end, {}).items()}, shown: value}


@pytest.mark.parametrize(("kind", "form"), told(), ids=lambda value: value if isinstance(value, str) else value.shown)
def test_the_gate_takes_what_is_told_of_a_field_and_nothing_else(kind: str, form: FieldForm) -> None:
    allowed = list(values(form))
    taken = {repr(value): findings(kind, with_neighbours(form.path, value)) for value in allowed}
    if POLICY.kinds[kind].api_version is None:
        assert taken == {repr(value): [] for value in allowed}
        assert findings(kind, with_neighbours(form.path, "no such value"))
    if form.minimum is not None:
        assert findings(kind, with_neighbours(form.path, form.minimum - 1))
    if form.maximum is not None:
        assert findings(kind, with_neighbours(form.path, form.maximum + 1))


@pytest.mark.parametrize(("kind", "form"), told(), ids=lambda value: value if isinstance(value, str) else value.shown)
def test_every_told_field_has_a_form_and_every_offered_path_passes_the_rules(kind: str, form: FieldForm) -> None:
    assert form.text
    assert f"{form.shown}: {form.text}".removeprefix("jobTemplate.spec.") in told_fields(POLICY)
    for index in (0, 1, 2):
        path = form.path.replace("[*]", f"[{index}]")
        assert path in offered_paths(POLICY)
        draft = Draft(objects=[DraftObject(kind=kind, spec=[DraftField(path=path, value=1)])])
        assert not {entry.code for entry in draft_findings(draft, POLICY)} & {"draft-path", "draft-field"}


def test_every_allowed_kind_is_told_with_what_calls_for_it() -> None:
    lines = told_kinds(POLICY).splitlines()
    assert [line.partition(":")[0].partition(" ")[0] for line in lines] == list(POLICY.kinds)
    workloads = {line.partition(" ")[0] for line in lines if " (workload): " in line}
    assert workloads == {name for name, about in POLICY.kinds.items() if about.chart}
    assert all(about.when for about in POLICY.kinds.values())


def test_the_schema_of_answers_offers_the_policys_kinds_and_paths_and_asks_for_cannot_first() -> None:
    schema = draft_form(POLICY)["json_schema"]["schema"]
    assert schema["$defs"]["DraftObject"]["properties"]["kind"]["enum"] == list(POLICY.kinds)
    assert schema["$defs"]["DraftField"]["properties"]["path"]["enum"] == offered_paths(POLICY)
    assert list(schema["properties"]) == schema["required"] == ["cannot", "objects"]


def test_another_policy_is_told_as_it_is() -> None:
    kinds = {"Deployment": POLICY.kinds["Deployment"].model_copy(update={"fields": [], "when": ""})}
    small = DraftPolicy(kinds=kinds, max_fields=3)
    assert told_kinds(small) == "Deployment (workload): Pods without a name or a volume of their own."
    assert told_fields(small) == ""
    assert offered_paths(small) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.case.name)
def test_the_conversation_is_short_and_tells_everything(case: Any) -> None:
    bundle = case.case.bundle
    values = prompt_arguments(bundle, POLICY)
    prompt = PROMPTS.prompt("expansion")
    system, user = (message.text for message in render(PROMPTS, prompt, prompt.declared(values)).messages)
    assert values["guidance"] in user.replace("\n  ", "\n")
    assert len(system) + len(user) <= 6000
    for told in (values["kinds"], values["fields"]):
        assert told in system
    for word in ("Ingress", "Helm", "InfrastructureGenerated", "trace_id:", "generated_by"):
        assert word not in system


def test_each_family_of_types_has_guidance_of_its_own() -> None:
    types = {case.case.bundle.component.type for case in CASES if case.case.bundle}
    general = POLICY.guidance["*"]
    plain = sorted(name for name in types if POLICY.guidance_for(name) == general)
    # What is like nothing else, and what the hostile cases are called.
    assert plain == []


@pytest.mark.parametrize("name", ["expansion", "repair"])
def test_an_example_that_is_copied_is_refused(name: str) -> None:
    prompt = PROMPTS.prompt(name)
    system = render(PROMPTS, prompt, prompt.source.sample).messages[0].text
    examples = re.findall(r"^\w+: (\{.*\})$", system, re.MULTILINE)
    assert len(examples) == 3
    for example in examples:
        assert list(json.loads(example)) == ["cannot", "objects"]
        draft = read_draft(Answer(text=example)).draft
        assert draft is not None
        assert "draft-kind" in {found.code for found in draft_findings(draft, POLICY)}
