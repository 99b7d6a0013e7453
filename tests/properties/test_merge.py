"""The laws of merging, over every list whose entries merge."""

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foundation.model.bundle.layer import KEYED_LISTS, WHOLE_ENTRIES
from plugins.overlay_merge.merging import SourcedLayer, merge

KEYS = st.sampled_from(["a", "b", "a.b", "c[d]"])
SCALARS = st.integers(0, 3) | st.sampled_from(["x", "", "yes"]) | st.booleans()
LISTS = st.lists(SCALARS | st.fixed_dictionaries({"k": SCALARS | st.none()}), max_size=3)
MAPPINGS = st.recursive(
    st.dictionaries(KEYS, SCALARS | LISTS | st.none(), max_size=3),
    lambda inner: st.dictionaries(KEYS, inner | SCALARS | st.none(), max_size=3),
    max_leaves=6,
)
ACTIONS = ("httpGet", "tcpSocket", "grpc", "exec")


def keyed(key: str, names: st.SearchStrategy[str | None]) -> st.SearchStrategy[Any]:
    """Lists of entries as a layer gives them: whole, in part, or to take one away."""
    values = SCALARS | LISTS | MAPPINGS | st.none()
    entry = st.fixed_dictionaries({key: names}, optional={"a": values, "b": values, "c": values})
    removal = st.fixed_dictionaries({key: names, "a": st.none()})
    return st.lists(entry | removal, max_size=4, unique_by=lambda item: str(item[key]))


PROBES = st.fixed_dictionaries(
    {}, optional={"periodSeconds": SCALARS | st.none(), **dict.fromkeys(ACTIONS, st.just({"port": 1}) | st.none())}
)
NAMES = st.sampled_from(["A", "B", "C", "D.E", "/f[g]"])
LISTS_WITH_NAMES = {
    # Of the Secrets, one may have the name that follows from the naming policy.
    key: keyed(name, NAMES | st.none() if key == "secrets" else NAMES) | st.none()
    for key, name in KEYED_LISTS.items()
}
SETTINGS = st.fixed_dictionaries(
    {},
    optional={
        "replicas": SCALARS | st.none(),
        "args": LISTS | st.none(),
        "config": MAPPINGS | st.none(),
        "resources": MAPPINGS | st.none(),
        "affinity": MAPPINGS | st.none(),
        "liveness_probe": PROBES | st.none(),
        **LISTS_WITH_NAMES,
    },
)


@st.composite
def layer_lists(draw: st.DrawFn) -> list[SourcedLayer]:
    return [
        SourcedLayer(f"layer {number}", "", given) for number, given in enumerate(draw(st.lists(SETTINGS, max_size=4)))
    ]


def leaves(settings: Any, path: str = "", top: bool = True) -> dict[str, Any]:
    """Every leaf by the path that origins use."""
    found: dict[str, Any] = {}
    for key, value in settings.items():
        place = f"{path}.{key}" if path else key
        if isinstance(value, dict):
            found |= leaves(value, place, False)
        elif top and key in KEYED_LISTS:
            for entry in value:
                found |= leaves(entry, f"{place}[{entry.get(KEYED_LISTS[key])}]", False)
        else:
            found[place] = value
    return found


def holds_null(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(holds_null, value.values()))
    return any(map(holds_null, value)) if isinstance(value, list) else value is None


@given(layer_lists())
def test_layers_are_never_changed_and_nothing_is_shared_with_them(layers: list[SourcedLayer]) -> None:
    before = copy.deepcopy(layers)
    merged = merge(layers)
    spoil(merged.settings)
    assert layers == before


def spoil(value: Any) -> None:
    for inner in list(value.values() if isinstance(value, dict) else value):
        if isinstance(inner, (dict, list)):
            spoil(inner)
    value.clear()


@given(layer_lists())
def test_no_null_is_left(layers: list[SourcedLayer]) -> None:
    assert not holds_null(merge(layers).settings)


@given(layer_lists(), st.integers(0, 4))
def test_a_layer_that_says_nothing_changes_nothing(layers: list[SourcedLayer], place: int) -> None:
    with_another = [*layers[:place], SourcedLayer("empty", "", {}), *layers[place:]]
    assert merge(with_another) == merge(layers)


@given(layer_lists())
def test_a_layer_that_comes_again_changes_nothing(layers: list[SourcedLayer]) -> None:
    once = merge(layers).settings
    assert merge([*layers, *layers[-1:]]).settings == once
    assert merge([SourcedLayer("result", "", once)]).settings == once


@given(layer_lists(), layer_lists())
def test_lower_layers_may_be_merged_first(layers: list[SourcedLayer], upper: list[SourcedLayer]) -> None:
    """Associative from below; upper layers alone forget what they take away, so they cannot be merged first."""
    assert (
        merge([SourcedLayer("sum", "", merge(layers).settings), *upper]).settings == merge([*layers, *upper]).settings
    )


@given(layer_lists(), layer_lists())
def test_upper_layers_that_take_nothing_away_may_be_merged_first(
    layers: list[SourcedLayer], upper: list[SourcedLayer]
) -> None:
    gentle = [SourcedLayer(layer.name, "", without_nulls(layer.settings)) for layer in upper]
    assert (
        merge([*layers, SourcedLayer("sum", "", merge(gentle).settings)]).settings == merge([*layers, *gentle]).settings
    )


def without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_nulls(inner) for key, inner in value.items() if inner is not None}
    return [without_nulls(inner) for inner in value] if isinstance(value, list) else value


@given(layer_lists(), SETTINGS)
def test_the_last_layer_wins(layers: list[SourcedLayer], upper: dict[str, Any]) -> None:
    merged = merge([*layers, SourcedLayer("top", "", upper)])
    alone = leaves(merge([SourcedLayer("top", "", upper)]).settings)
    found = leaves(merged.settings)
    for path, value in alone.items():
        assert found[path] == value
        assert merged.origins[path] == "top"


@given(layer_lists(), SETTINGS)
def test_null_removes(layers: list[SourcedLayer], upper: dict[str, Any]) -> None:
    merged = merge([*layers, SourcedLayer("top", "", upper)])
    for key, value in upper.items():
        if value is None:
            assert key not in merged.settings
            assert key in merged.removed
        elif key in ("config", "resources"):
            assert not {name for name, inner in value.items() if inner is None} & merged.settings[key].keys()
        elif key in KEYED_LISTS:
            gone = {entry[KEYED_LISTS[key]] for entry in value if removes(entry, KEYED_LISTS[key])}
            assert not gone & {entry.get(KEYED_LISTS[key]) for entry in merged.settings[key]}


@given(layer_lists())
def test_every_leaf_names_the_layer_that_set_it(layers: list[SourcedLayer]) -> None:
    merged = merge(layers)
    found = leaves(merged.settings)
    assert merged.origins.keys() == found.keys()
    for path, origin in merged.origins.items():
        number = int(origin.removeprefix("layer "))
        up_to = merge(layers[: number + 1])
        assert leaves(up_to.settings)[path] == found[path]
        assert up_to.origins[path] == origin


def removes(entry: dict[str, Any], name: str) -> bool:
    return len(entry) > 1 and all(value is None for key, value in entry.items() if key != name)


@pytest.mark.parametrize("key", KEYED_LISTS)
@given(data=st.data())
@settings(max_examples=30)
def test_entries_keep_the_place_of_their_first_appearance(key: str, data: st.DataObject) -> None:
    name = KEYED_LISTS[key]
    lists = data.draw(st.lists(LISTS_WITH_NAMES[key], max_size=4))
    expected: list[str] = []
    for given_list in lists:
        if given_list is None:
            expected = []
        for entry in given_list or []:
            if removes(entry, name) and entry[name] in expected:
                expected.remove(entry[name])
            elif not removes(entry, name) and entry[name] not in expected:
                expected.append(entry[name])
    merged = merge([SourcedLayer(str(number), "", {key: given_list}) for number, given_list in enumerate(lists)])
    assert [entry.get(name) for entry in merged.settings.get(key, [])] == expected


@pytest.mark.parametrize("key", KEYED_LISTS)
@given(data=st.data())
@settings(max_examples=30)
def test_an_entry_is_replaced_or_merged_key_by_key(key: str, data: st.DataObject) -> None:
    name = KEYED_LISTS[key]
    entries = keyed(name, st.just("A")).filter(lambda given: bool(given) and not removes(given[0], name))
    (lower,), (upper,) = data.draw(entries), data.draw(entries)
    (merged,) = merge([SourcedLayer("lower", "", {key: [lower]}), SourcedLayer("upper", "", {key: [upper]})]).settings[
        key
    ]
    if key in WHOLE_ENTRIES:
        assert merged == without_nulls(upper)
    else:
        # As settings of their own would merge, under a name that has no rule.
        parts = [SourcedLayer("", "", {"config": without_nulls(lower)}), SourcedLayer("", "", {"config": upper})]
        assert merged == merge(parts).settings["config"]


@given(layer_lists())
def test_a_probe_is_replaced_and_not_mixed(layers: list[SourcedLayer]) -> None:
    single = [
        SourcedLayer(layer.name, "", {"liveness_probe": probe})
        for layer in layers
        if (probe := layer.settings.get("liveness_probe")) is not None
        and sum(probe.get(action) is not None for action in ACTIONS) == 1
    ]
    probe = merge(single).settings.get("liveness_probe", {})
    assert len(probe.keys() & set(ACTIONS)) == min(len(single), 1)
    if single:
        last = single[-1].settings["liveness_probe"]
        assert probe.keys() & set(ACTIONS) == {action for action in ACTIONS if last.get(action) is not None}


@given(layer_lists(), MAPPINGS)
def test_affinity_is_replaced_as_a_whole(layers: list[SourcedLayer], affinity: dict[str, Any]) -> None:
    merged = merge([*layers, SourcedLayer("top", "", {"affinity": affinity})])
    assert merged.settings["affinity"] == merge([SourcedLayer("top", "", {"affinity": affinity})]).settings["affinity"]
