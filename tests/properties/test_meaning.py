"""What changes in meaning: nothing between the same objects, and the same whatever order they come in."""

import copy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from agent.use_cases.comparing.fields import field_differences
from agent.use_cases.comparing.meaning import meaning_of
from foundation.model.run.meaning import Difference, Folded, Meaning

NAMES = st.sampled_from(["a", "b", "c", "name", "image", "data"])
LEAVES = st.none() | st.booleans() | st.integers(-2, 2) | st.sampled_from(["", "x", "a:1", "a:2", "trace_id=1"])
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3))
OBJECTS = st.builds(
    lambda kind, name, spec: {"apiVersion": "v1", "kind": kind, "metadata": {"name": name}, "spec": spec},
    st.sampled_from(["Deployment", "Job", "Secret"]),
    st.sampled_from(["one", "two"]),
    VALUES,
)
#: Each object once: a cluster has one of a name.
OUTPUTS = st.dictionaries(
    st.sampled_from(["dev", "prod"]),
    st.lists(OBJECTS, max_size=4, unique_by=lambda data: (data["kind"], data["metadata"]["name"])),
)


def turned(value: Any) -> Any:
    """Return a value with the keys of its mappings in another order."""
    if isinstance(value, dict):
        return {key: turned(value[key]) for key in reversed(value)}
    return [turned(entry) for entry in value] if isinstance(value, list) else value


def plain(value: Any) -> Any:
    """Return a value without null, and with true and 1 told apart."""
    if isinstance(value, dict):
        return {key: plain(entry) for key, entry in value.items() if entry is not None}
    return [plain(entry) for entry in value] if isinstance(value, list) else (type(value).__name__, value)


@given(OUTPUTS)
def test_the_same_objects_differ_in_nothing(output: dict[str, list[dict[str, Any]]]) -> None:
    assert meaning_of(output, copy.deepcopy(output)) == Meaning()


@given(OUTPUTS, OUTPUTS)
def test_order_says_nothing(before: dict[str, list[dict[str, Any]]], after: dict[str, list[dict[str, Any]]]) -> None:
    shuffled = [
        {name: [turned(data) for data in reversed(output[name])] for name in reversed(output)}
        for output in (before, after)
    ]
    assert meaning_of(*shuffled) == meaning_of(before, after)


@given(VALUES, VALUES)
def test_what_differs_is_found_and_nothing_else(before: Any, after: Any) -> None:
    assert bool(list(field_differences(before, after))) == (plain(before) != plain(after))


def deployment(**metadata: Any) -> dict[str, Any]:
    return {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "x", **metadata}}


def test_ids_are_folded_in_whatever_text_they_stand() -> None:
    def output(identity: str, other: str) -> dict[str, list[dict[str, Any]]]:
        data = deployment(labels={"trace_id": identity}, annotations={"checksum/config": identity})
        return {"dev": [data | {"spec": {"text": f"a=1,trace_id={identity},b={other}"}}]}

    folded = Folded(objects=1, fields=["checksum/config", "trace_id"])
    assert meaning_of(output("t-1", "2"), output("t-2", "2")) == Meaning(folded=folded)
    (told,) = meaning_of(output("t-1", "2"), output("t-2", "3")).differences
    assert told == Difference(
        kind="changed",
        environments=["dev"],
        object="Deployment/x",
        path="spec.text",
        before="a=1,trace_id=t-1,b=2",
        after="a=1,trace_id=t-2,b=3",
    )


def test_data_of_a_secret_is_not_shown() -> None:
    outputs = [{"dev": [{"kind": "Secret", "metadata": {"name": "x"}, "data": {"key": value}}]} for value in "ab"]
    (told,) = meaning_of(*outputs).differences
    assert (told.path, told.before, told.after) == ("data.key", "(not shown)", "(not shown)")


def test_another_version_is_the_same_object_and_another_group_or_namespace_is_not() -> None:
    def told(**after: Any) -> list[tuple[str, str, Any]]:
        found = meaning_of({"dev": [deployment()]}, {"dev": [deployment() | after]}).differences
        return [(difference.kind, difference.path, difference.after) for difference in found]

    assert told(apiVersion="apps/v2") == [("changed", "apiVersion", "apps/v2")]
    assert told(apiVersion="extensions/v1") == [("replaced", "", "Deployment.extensions/x")]
    assert told(metadata={"name": "x", "namespace": "n"}) == [("replaced", "", "Deployment/x in n")]
    assert told(kind="StatefulSet") == [("replaced", "", "StatefulSet/x")]
    assert sorted(told(kind="Service")) == [("added", "", None), ("removed", "", None)]


def test_the_order_of_named_entries_is_told() -> None:
    one, two = {"name": "a"}, {"name": "b"}
    (told,) = field_differences([one, two], [two, one])
    assert (told.kind, told.before, told.after) == ("moved", ["a", "b"], ["b", "a"])
