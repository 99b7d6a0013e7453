"""What a run does once: renders, loads, reads, decodes. A time proves nothing on another machine, a count does."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import helm_python
import pytest
import yaml

from agent.bootstrap import Agent, build_agent
from agent.execution.filters import retry
from memory.sqlite.backend import SqliteBackend
from plugins.helm_chart_builder.archive import archive_of
from plugins.k8s_validator.admission import targets
from plugins.k8s_validator.admission.evaluating import targets_of
from plugins.k8s_validator.objects import objects
from plugins.k8s_validator.objects.objects import KubernetesObject
from plugins.k8s_validator.subject import documents
from tests.support.generation import case_named, generate, settings_in
from tests.support.goldens import golden_chart

#: Environments of the example, and the values that Helm's lint takes.
ENVIRONMENTS, LINT = 3, 1


@pytest.fixture
def warm(tmp_path: Path) -> Agent:
    """An agent that has seen charts of the same skeleton, so that Helm's own lint need not look again."""
    agent = build_agent(settings_in(tmp_path / "state"))
    for replicas in (2, 3):  # the rules look at the first one when the second comes
        generated = generate(agent, case_named("order-service"), tmp_path / "out", f"component.replicas={replicas}")
        assert generated.result.status == "generated", generated.result.problems
    return agent


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Counts what Helm is asked, from whatever thread."""
    counted: Counter[str] = Counter()

    def counting(name: str, owner: Any) -> None:
        real = getattr(owner, name)

        def call(*given: Any, **options: Any) -> Any:
            counted[name] += 1
            return real(*given, **options)

        monkeypatch.setattr(owner, name, call)

    for name in ("load_archive", "render"):
        counting(name, helm_python.Chart)
    for name in ("lint", "values_from_yaml"):
        counting(name, helm_python)
    return counted


def test_helm_is_asked_for_each_thing_once(warm: Agent, asked: Counter[str], tmp_path: Path) -> None:
    generated = generate(warm, case_named("order-service"), tmp_path / "second", "component.replicas=4")
    assert generated.result.status == "generated", generated.result.problems
    assert len(generated.environments) == ENVIRONMENTS
    assert asked["render"] == ENVIRONMENTS + LINT
    assert asked["load_archive"] == 1
    assert asked["lint"] == 0
    # Those of each environment that the change is in; the chart's own are read when it is loaded.
    assert 1 <= asked["values_from_yaml"] <= ENVIRONMENTS


@pytest.mark.parametrize("golden", ["order-service", "invoice-worker", "session-cache", "nightly-report"])
def test_helm_compiles_no_pattern_for_usual_values(golden: str) -> None:
    """A pattern is compiled anew at each call. Helpers that need one for unusual values do not come to it here."""
    files = golden_chart(golden)
    name, helpers = yaml.safe_load(files["Chart.yaml"])["name"], files["templates/_helpers.tpl"]
    # Called with two arguments it is no function: a render that comes to one of these fails.
    without = re.sub(rb"\bregex\w+", b"fail", helpers)
    assert without != helpers
    chart = helm_python.Chart.load_archive(archive_of(name, {**files, "templates/_helpers.tpl": without}))
    for path in (path for path in files if path.startswith("values-") and path.endswith(".yaml")):
        chart.render(helm_python.values_from_yaml(files[path].decode()), name=name)


def test_each_text_is_parsed_and_each_object_is_searched_once(
    warm: Agent, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, searched = Counter[str](), Counter[int]()
    parse, search = documents._parse_fast, objects.metadata_places
    monkeypatch.setattr(documents, "_parse_fast", lambda text: [read.update([text]), parse(text)][1])
    monkeypatch.setattr(objects, "metadata_places", lambda data: [searched.update([id(data)]), search(data)][1])
    documents._kept.cache_clear()
    documents._met.cache_clear()
    generated = generate(warm, case_named("order-service"), tmp_path / "second", "component.replicas=4")
    assert generated.result.status == "generated", generated.result.problems
    assert set(read.values()) == {1}
    assert set(searched.values()) == {1}


def test_a_run_is_written_when_it_is_saved_and_when_it_ends_and_is_not_tried_again(
    warm: Agent, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Counter[str]()
    write, attempts = SqliteBackend.write, retry._attempts

    def writing(backend: SqliteBackend, *given: Any, **named: Any) -> None:
        asked["write"] += 1
        write(backend, *given, **named)

    monkeypatch.setattr(SqliteBackend, "write", writing)
    monkeypatch.setattr(retry, "_attempts", lambda *given: [asked.update(["tried again"]), attempts(*given)][1])
    generated = generate(warm, case_named("order-service"), tmp_path / "second", "component.replicas=4")
    assert generated.result.status == "generated", generated.result.problems
    assert asked == {"write": 2}


def test_only_what_a_policy_is_about_is_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    decoded: list[str] = []
    real = targets.created
    monkeypatch.setattr(
        targets, "created", lambda data, **options: decoded.append(data["kind"]) or real(data, **options)
    )
    kinds = ("ConfigMap", "Namespace")
    items = [
        KubernetesObject(
            f"{kind}.yaml",
            0,
            None,
            {"apiVersion": "v1", "kind": kind, "metadata": {"name": "one", "labels": {"a": "b"}}},
            (),
        )
        for kind in kinds
    ]
    found = list(targets_of(items))
    assert [(target.kind, target.name, target.labels) for target in found] == [
        (kind, "one", {"a": "b"}) for kind in kinds
    ]
    assert decoded == []
    assert [found[0].data for _ in range(2)][-1]["metadata"]["namespace"] == "default"
    assert decoded == ["ConfigMap"]
