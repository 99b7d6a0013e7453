"""Hostile text in every text field of a bundle: it is refused clearly, or it arrives as it is. Nothing else."""

from itertools import zip_longest
from pathlib import Path
from typing import Any

import helm_python
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent.bootstrap import Agent, build_agent
from foundation.helm.engine import split_objects
from foundation.model.errors import InputError
from foundation.model.run.request import GenerationResult
from foundation.source.bundle import bundle_from_data
from tests.properties.text_fields import FIELDS, FREE, Field, bundle_with, filled
from tests.support.generation import request_of, settings_in
from tests.support.strategies.text import TRICKY

#: What can travel, if a field takes it at all.
TRAVELLING = [
    "{{ .Values.x }}", '{{ fail "x" }}', "{{", "{{/*", "<CHARTNAME>", "$(VAR)", "a\n---\nkind: Secret", "x\n- y",
    "a\r\nb", "\n---\n# Source: a/b.yaml\nkind: Pod", "a\n  b: c", "\r", "\n\n", "tail\n\n", "a: b", "k: |\n  v",
    "# c", "a # c", "%YAML 1.1", "--- a", "...", '"', "'", "\\x", "\ttab\t", " pad ", "!!str a", "*a", "[a", "{a",
    "<<", "=", "~", "null", "yes", "n", "0123", "1e3", "1_0", "12:30", ".inf", "2001-01-01", "", "\x07", "\x1b[31m",
    "\ufeff", "\xa0", "\u202e", "😀", "../../etc/passwd", "a/../b", "trace_id", "x" * 300, "9" * 400, "1.5", "10",
    "A-b.c", "a/b", "latest", "§",
]  # fmt: skip
HOSTILE = [*TRAVELLING, "\0", "a\x7f", "\x85", "a\x85b", "\x9f", "\u2028", "\u2029a\nb", "\ufffe", "a\uffff", "\ud800"]
ANY_TEXT = st.sampled_from([*HOSTILE, *TRICKY]) | st.text(max_size=12)
#: A run takes some hundredths of a second, so each field gets a share of the list: each text meets every sixth field.
SHARES = 6
#: Settings that change the kind of workload; fields that need one have a run of their own.
KIND = {"type", "transport", "schedule"}
QUIET = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.large_base_example]


def refused(field: Field, text: str) -> bool:
    """Tell whether a bundle with the text is refused, which must be said clearly."""
    try:
        bundle_from_data(field.bundle(text), "bundle")
    except InputError as error:
        for problem in error.problems:
            assert problem.message
            assert problem.remedy
            assert f"{problem.message}{problem.place}".isprintable()
        return True
    return False


def outcome(agent: Agent, field: Field, text: str) -> str:
    """Generate, check whatever comes of it, and say what that was."""
    if refused(field, text):
        return "refused"
    result = agent.runner.generate(request_of(bundle_from_data(field.bundle(text), "bundle"), None))
    if result.status != "generated":
        assert result.failure in ("policy_violation", "yaml_schema_error"), result.problems
        assert all(problem.message and problem.remedy for problem in result.problems)
        return "stopped"
    if field.place:
        check_place(result, field, text)
    return "arrived"


def check_place(result: GenerationResult, field: Field, text: str) -> None:
    assert result.artifacts is not None
    artifact = result.artifacts.find(f"manifests/dev/{field.file}.yaml")
    assert artifact is not None
    # Helm's own parser is the one that kubectl and the API server use.
    found: Any = helm_python.values_from_yaml(split_objects(artifact.content.decode())[0])
    for part in field.path:
        found = found[part]
    expected = field.expected(text)
    if field.wanted.startswith("{"):
        assert found[expected] in ("3", {})
    else:
        assert found == expected


def groups() -> list[list[int]]:
    """Put fields together, by their numbers, that one bundle can have: no two of them give the same setting."""
    found: list[list[int]] = []
    taken: list[set[str]] = []
    for number, field in enumerate(FIELDS):
        given = {*field.given} - {"bundle"} | {f"bundle {key}" for key in field.given.get("bundle", {})}
        fitting = (index for index, keys in enumerate(taken) if not keys & given)
        index = None if given & KIND else next(fitting, None)
        if index is None:
            found.append([number])
            taken.append(given)
        else:
            found[index].append(number)
            taken[index] |= given
    return found


def arrive_together(agent: Agent, pairs: list[tuple[Field, str]]) -> bool:
    """Tell whether one run brings each text to its field's place; where it does not, each field is asked alone."""
    given: dict[str, Any] = {}
    for field, text in pairs:
        part = filled(field.given, text)
        given |= {**part, "bundle": {**given.get("bundle", {}), **part.get("bundle", {})}}
    try:
        result = agent.runner.generate(request_of(bundle_from_data(bundle_with(given), "bundle"), None))
        if result.status == "generated":
            for field, text in pairs:
                if field.place:
                    check_place(result, field, text)
    except (InputError, AssertionError, LookupError, TypeError):
        return False
    return result.status == "generated"


def check_texts(agent: Agent, pairs: list[tuple[Field, str]], alone: list[Field]) -> None:
    """Check each text in its field: in one run if all arrive, else in halves, in the end each field alone.

    Args:
        agent: runs.
        pairs: fields and texts that are not refused.
        alone: gets the fields that spoil a run for others.
    """
    if len(pairs) == 1:
        if outcome(agent, *pairs[0]) == "stopped":
            alone.append(pairs[0][0])
    elif pairs and not arrive_together(agent, pairs):
        known = len(alone)
        check_texts(agent, pairs[::2], alone)
        check_texts(agent, pairs[1::2], alone)
        if len(pairs) == 2 and len(alone) == known:
            alone += [field for field, _ in pairs]


@pytest.mark.parametrize("numbers", groups(), ids=str)
def test_hostile_text_is_refused_or_arrives(numbers: list[int], agent: Agent) -> None:
    alone: list[Field] = []
    for texts in zip_longest(*(HOSTILE[number % SHARES :: SHARES] for number in numbers)):
        pairs = [(FIELDS[number], text) for number, text in zip(numbers, texts, strict=True) if text is not None]
        taken = [pair for pair in pairs if not refused(*pair)]
        for pair in taken:
            if pair[0] in alone:
                assert outcome(agent, *pair) in ("stopped", "arrived")
        check_texts(agent, [pair for pair in taken if pair[0] not in alone], alone)


@given(field=st.sampled_from(FIELDS), text=ANY_TEXT)
@settings(max_examples=150, suppress_health_check=QUIET)
def test_any_text_is_refused_or_arrives(field: Field, text: str, agent: Agent) -> None:
    outcome(agent, field, text)


def all_free_fields(texts: list[str]) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for field, text in zip(FREE, texts, strict=True):
        part = filled(field.given, text)
        given |= {**part, "ingress": {**given.get("ingress", {}), **part.get("ingress", {})}}
    return bundle_with(given)


@given(texts=st.lists(st.sampled_from(TRAVELLING), min_size=len(FREE), max_size=len(FREE)))
@settings(max_examples=25, suppress_health_check=QUIET)
def test_texts_of_all_free_fields_arrive_together(texts: list[str], agent: Agent) -> None:
    """What Kubernetes leaves free is not refused out of caution, and no field spoils another."""
    result = agent.runner.generate(request_of(bundle_from_data(all_free_fields(texts), "bundle"), None))
    assert result.status == "generated", result.problems
    for field, text in zip(FREE, texts, strict=True):
        check_place(result, field, text)


def test_a_helm_process_gives_the_same_bytes_for_hostile_text(agent: Agent, helm_binary: str, tmp_path: Path) -> None:
    binary = build_agent(settings_in(tmp_path, helm_engine="binary", helm_binary=helm_binary))
    for start in range(0, len(TRAVELLING) - len(FREE), 3 * len(FREE)):
        request = request_of(bundle_from_data(all_free_fields(TRAVELLING[start : start + len(FREE)]), "bundle"), None)
        results = [chosen.runner.generate(request).artifacts for chosen in (agent, binary)]
        assert results[0] is not None
        assert results[0] == results[1]


@pytest.mark.parametrize("path", ["v1/traces", "a#b", "{{x}}", "%7B", "a'b\"c", "yes"])
def test_the_collector_beside_a_component_gets_its_endpoint_as_written(path: str, agent: Agent) -> None:
    observability = {"otel_enabled": True, "otel_sidecar": True, "otel_endpoint": f"http://otel:4317/{path}"}
    data = bundle_with({"bundle": {"observability": observability}})
    result = agent.runner.generate(request_of(bundle_from_data(data, "bundle"), None))
    assert result.artifacts is not None
    artifact = result.artifacts.find("manifests/dev/otel-collector-configmap.yaml")
    assert artifact is not None
    data = yaml.load(artifact.content.decode(), yaml.CSafeLoader)["data"]
    collector = yaml.load(data["collector.yaml"], yaml.CSafeLoader)
    assert collector["exporters"]["otlp"]["endpoint"] == f"http://otel:4317/{path}"
