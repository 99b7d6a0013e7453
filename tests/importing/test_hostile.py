"""Input that means harm, or that is simply wrong: a bundle or an error that says where, and never anything else."""

from collections.abc import Callable
from contextlib import suppress
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.bootstrap import Agent
from agent.importing.compose.project import drafts_of_compose
from agent.importing.manifests import drafts_of_manifests
from agent.importing.manner import Manner
from agent.importing.objects import objects_of, repeated
from agent.importing.trace import Identity
from agent.importing.writing import document_of, written
from agent.use_cases.import_ import import_all
from foundation.model.bundle.layer import Layer
from foundation.model.errors import AgentError
from foundation.model.policy.platform import PlatformPolicy
from foundation.source.tree import Document
from tests.importing.compiling import objects_in_text
from tests.importing.test_round_trip import CASES

FILES = [*CASES, *sorted((Path(__file__).parent / "corpus").glob("*.yaml"))]
OBJECTS = [objects_in_text(path.read_text(encoding="utf-8")) for path in FILES]
JUNK = [None, 5, -1, 1.5, True, "", "x", "no such thing", [], [None], [1], ["a"], {}, {"a": 1}, {"name": "x"}, [{}]]
COMPOSE = yaml.safe_load((Path(__file__).parent / "compose.yaml").read_text(encoding="utf-8"))

MANNERS = st.builds(
    Manner, namespace=st.sampled_from(["keep", "own"]), additions=st.sampled_from(["tell", "adopt", "harden"])
)


def places(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    entries = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else []
    return [path, *(place for key, value in entries for place in places(value, (*path, key)))]


def spoiled(data: Any, path: tuple[Any, ...], junk: Any) -> Any:
    changed = deepcopy(data)
    holder = changed
    for part in path[:-1]:
        holder = holder[part]
    holder[path[-1]] = junk
    return changed


def mapped(objects: list[Any], policy: PlatformPolicy, manner: Manner) -> None:
    with suppress(AgentError):
        found = objects_of([Document(data=data) for data in objects], "in.yaml")
        repeated(found)
        for draft in drafts_of_manifests(found, Identity(), policy, manner):
            check(draft)


def check(draft: Any) -> None:
    document = document_of(draft)
    component = {key: value for key, value in document["component"].items() if key not in ("name", "type", "transport")}
    Layer.model_validate(component)
    assert yaml.safe_load(written(document, draft, ["in.yaml"])) is not None


@settings(max_examples=100)
@given(data=st.data())
def test_a_spoiled_manifest_is_mapped_or_refused(agent: Agent, data: st.DataObject) -> None:
    objects = data.draw(st.sampled_from(OBJECTS))
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(places(objects)[1:] or [(0,)]))
        objects = spoiled(objects, path, data.draw(st.sampled_from(JUNK)))
    mapped(objects, agent.library.policy, data.draw(MANNERS))


@settings(max_examples=80)
@given(data=st.data())
def test_a_spoiled_compose_file_is_mapped_or_refused(agent: Agent, data: st.DataObject) -> None:
    project = COMPOSE
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(places(project)[1:]))
        project = spoiled(project, path, data.draw(st.sampled_from(JUNK)))
    manner = data.draw(MANNERS)
    with suppress(AgentError):
        for draft in drafts_of_compose(
            Document(data=project), "compose.yaml", Identity(), agent.library.policy, manner
        ):
            check(draft)


def bomb() -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: bomb().encode(), "yaml-too-large"),
        (lambda: b"[" * 5000, "yaml-too-deep"),
        (lambda: b"a: " + b"x" * 5_000_000, "file-too-large"),
        (lambda: bytes(range(256)) * 100, "not-utf8"),
        (lambda: b"a: &a [*a]", "yaml-alias"),
        (lambda: b"!!python/object/apply:os.system ['true']", "yaml-tag"),
    ],
    ids=["alias-bomb", "deep", "huge", "binary", "endless", "tag"],
)
def test_hostile_files_are_refused(agent: Agent, tmp_path: Path, make: Callable[[], bytes], code: str) -> None:
    (tmp_path / "in.yaml").write_bytes(make())
    with pytest.raises(AgentError) as caught:
        import_all([str(tmp_path / "in.yaml")], None, Identity(), agent.library)
    assert code in {problem.code for problem in caught.value.problems}
