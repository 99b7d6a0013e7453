"""Valid drafts, changed at random: what passes obeys the bundle, and all else ends in a clear finding."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugins.llm_template_expander.locks import DraftLocks
from tests.plugins.llm_template_expander.hostile import KINDS, PATHS, POD_FIELDS, VALUES
from tests.support.drafting import BUNDLE, GOOD, Workshop, codes
from tests.support.rehearsals import remembered

PLAIN = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=30), st.sampled_from([v for v, _ in VALUES])
)
ANYTHING = st.recursive(
    PLAIN,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
FIELD_PATHS = st.one_of(
    st.sampled_from(PATHS),
    st.sampled_from([f"template.{path}" for path in POD_FIELDS]),
    st.sampled_from([field["path"] for item in GOOD["objects"] for field in item["spec"]]),
    st.text(max_size=40),
)
ALLOWED_KINDS = ["Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob", "Service", "ConfigMap", "PodMonitor"]


@st.composite
def mutated(draw: st.DrawFn) -> Any:
    """Return a valid draft with one to four changes."""
    found: Any = copy.deepcopy(GOOD)
    for _ in range(draw(st.integers(1, 4))):
        found = draw(st.sampled_from([_kind, _value, _path, _field, _object, _replace, _extra]))(draw, found)
    return found


def _item(draw: st.DrawFn, found: Any) -> Any:
    objects = found.get("objects") if isinstance(found, dict) else None
    usable = [item for item in objects if isinstance(item, dict)] if isinstance(objects, list) else []
    return draw(st.sampled_from(usable)) if usable else {}


def _spec(draw: st.DrawFn, found: Any) -> Any:
    spec = _item(draw, found).get("spec")
    usable = [field for field in spec if isinstance(field, dict)] if isinstance(spec, list) else []
    return draw(st.sampled_from(usable)) if usable else {}


def _kind(draw: st.DrawFn, found: Any) -> Any:
    _item(draw, found)["kind"] = draw(st.sampled_from([*KINDS, *ALLOWED_KINDS]) | st.text(max_size=12))
    return found


def _value(draw: st.DrawFn, found: Any) -> Any:
    _spec(draw, found)["value"] = draw(ANYTHING)
    return found


def _path(draw: st.DrawFn, found: Any) -> Any:
    _spec(draw, found)["path"] = draw(FIELD_PATHS)
    return found


def _field(draw: st.DrawFn, found: Any) -> Any:
    spec = _item(draw, found).get("spec")
    if isinstance(spec, list):
        spec.append({"path": draw(FIELD_PATHS), "value": draw(PLAIN)})
    return found


def _object(draw: st.DrawFn, found: Any) -> Any:
    if isinstance(found, dict) and isinstance(found.get("objects"), list):
        found["objects"].append({"kind": draw(st.sampled_from([*KINDS, *ALLOWED_KINDS])), "spec": []})
    return found


def _replace(draw: st.DrawFn, found: Any) -> Any:
    if isinstance(found, dict) and draw(st.booleans()):
        found[draw(st.sampled_from(["objects", "cannot"]))] = draw(ANYTHING)
        return found
    return found if draw(st.booleans()) else draw(ANYTHING)


def _extra(draw: st.DrawFn, found: Any) -> Any:
    target = draw(st.sampled_from([found, _item(draw, found), _spec(draw, found)]))
    if isinstance(target, dict):
        target[draw(st.sampled_from(["metadata", "apiVersion", "data", "rules", "x"]))] = draw(ANYTHING)
    return found


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    with remembered():
        yield Workshop(tmp_path_factory.mktemp("mutated"))


@given(answer=mutated())
@settings(
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_a_mutated_draft_is_refused_clearly_or_obeys_the_bundle(workshop: Workshop, answer: Any) -> None:
    result = workshop.generate([json.dumps(answer)] * 5)
    assert not workshop.out.exists()
    assert result.artifacts is None
    assert result.problems
    assert all(problem.code and problem.remedy for problem in result.problems)
    if codes(result) != {"draft-pending"}:
        assert result.status == "blocked"
        assert workshop.locks == []
        return
    try:
        _obeys(workshop)
    finally:
        for name in workshop.locks:
            (workshop.drafts / f"{name}.yaml").unlink()


def _obeys(workshop: Workshop) -> None:
    from plugins.llm_template_expander.decisions import decide

    (name,) = workshop.locks
    decide(DraftLocks(workshop.drafts), name, "approved", "alice", None)
    result = workshop.generate([], dry_run=True)
    assert result.status == "generated", result.problems
    assert result.artifacts is not None
    for file in result.artifacts.under("manifests/"):
        for item in yaml.safe_load_all(file.content):
            assert item["metadata"]["namespace"] == "cs-shared-embeddingserver"
            assert item["metadata"]["labels"]["trace_id"] == BUNDLE["trace_id"]
            _check_pod(item)


def _check_pod(item: dict[str, Any]) -> None:
    template = item["spec"].get("template") if isinstance(item.get("spec"), dict) else None
    if template is None:
        return
    (container,) = template["spec"]["containers"]
    assert container["image"] == BUNDLE["component"]["container_image"]
    assert container["env"] == BUNDLE["component"]["env"]
    assert "command" not in container
    assert container["securityContext"]["allowPrivilegeEscalation"] is False
    assert template["spec"]["serviceAccountName"] == "embeddingserver"
    assert not {"hostNetwork", "hostPID", "hostIPC", "initContainers"} & template["spec"].keys()
    assert all("hostPath" not in volume for volume in template["spec"].get("volumes", []))
