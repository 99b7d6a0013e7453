import copy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from agent.model.overlay import KEYED_LISTS
from plugins.overlay_merge.merging import Layer, merge

KEYS = st.sampled_from(["a", "b", "a.b", "c[d]"])
SCALARS = st.integers(0, 3) | st.sampled_from(["x", "", "yes"]) | st.booleans()
LISTS = st.lists(SCALARS | st.fixed_dictionaries({"k": SCALARS | st.none()}), max_size=3)
MAPPINGS = st.recursive(
    st.dictionaries(KEYS, SCALARS | LISTS | st.none(), max_size=3),
    lambda inner: st.dictionaries(KEYS, inner | SCALARS | st.none(), max_size=3),
    max_leaves=6,
)
ACTIONS = ("httpGet", "tcpSocket", "grpc", "exec")


def keyed(names: st.SearchStrategy[str | None], **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    entry = st.fixed_dictionaries({"name": names}, optional=fields)
    return st.lists(entry, max_size=4, unique_by=lambda item: str(item["name"]))


PROBES = st.fixed_dictionaries(
    {}, optional={"periodSeconds": SCALARS | st.none(), **dict.fromkeys(ACTIONS, st.just({"port": 1}) | st.none())}
)
NAMES = st.sampled_from(["A", "B", "C", "D.E"])
SETTINGS = st.fixed_dictionaries(
    {},
    optional={
        "replicas": SCALARS | st.none(),
        "args": LISTS | st.none(),
        "config": MAPPINGS | st.none(),
        "resources": MAPPINGS | st.none(),
        "affinity": MAPPINGS | st.none(),
        "liveness_probe": PROBES | st.none(),
        "env": keyed(NAMES, value=SCALARS | st.none(), valueFrom=MAPPINGS) | st.none(),
        "ports": keyed(NAMES, port=SCALARS | st.none(), targetPort=SCALARS) | st.none(),
        "secrets": keyed(NAMES | st.none(), mount=SCALARS, env=LISTS | st.none()) | st.none(),
    },
)


@st.composite
def layer_lists(draw: st.DrawFn) -> list[Layer]:
    return [Layer(f"layer {number}", "", given) for number, given in enumerate(draw(st.lists(SETTINGS, max_size=4)))]


def leaves(settings: Any, path: str = "", top: bool = True) -> dict[str, Any]:
    """Every leaf by the path that origins use."""
    found: dict[str, Any] = {}
    for key, value in settings.items():
        place = f"{path}.{key}" if path else key
        if isinstance(value, dict):
            found |= leaves(value, place, False)
        elif top and key in KEYED_LISTS:
            for entry in value:
                found |= leaves(entry, f"{place}[{entry.get('name')}]", False)
        else:
            found[place] = value
    return found


def holds_null(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(holds_null, value.values()))
    return any(map(holds_null, value)) if isinstance(value, list) else value is None


@given(layer_lists())
@settings(derandomize=True)
def test_layers_are_never_changed_and_nothing_is_shared_with_them(layers: list[Layer]) -> None:
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
@settings(derandomize=True)
def test_no_null_is_left(layers: list[Layer]) -> None:
    secrets = [entry for entry in merge(layers).settings.pop("secrets", []) if entry.get("name") is not None]
    assert not holds_null(secrets)
    plain = merge(
        [Layer(layer.name, "", {k: v for k, v in layer.settings.items() if k != "secrets"}) for layer in layers]
    )
    assert not holds_null(plain.settings)


@given(layer_lists())
@settings(derandomize=True)
def test_a_layer_that_comes_again_changes_nothing(layers: list[Layer]) -> None:
    once = merge(layers).settings
    assert merge([*layers, *layers[-1:]]).settings == once
    assert merge([Layer("result", "", once)]).settings == once


@given(layer_lists(), SETTINGS)
@settings(derandomize=True)
def test_layers_may_be_merged_in_parts(layers: list[Layer], upper: dict[str, Any]) -> None:
    top = Layer("top", "", upper)
    assert merge([Layer("sum", "", merge(layers).settings), top]).settings == merge([*layers, top]).settings


@given(layer_lists(), SETTINGS)
@settings(derandomize=True)
def test_the_last_layer_wins(layers: list[Layer], upper: dict[str, Any]) -> None:
    merged = merge([*layers, Layer("top", "", upper)])
    alone = leaves(merge([Layer("top", "", upper)]).settings)
    found = leaves(merged.settings)
    for path, value in alone.items():
        assert found[path] == value
        assert merged.origins[path] == "top"


@given(layer_lists(), SETTINGS)
@settings(derandomize=True)
def test_null_removes(layers: list[Layer], upper: dict[str, Any]) -> None:
    merged = merge([*layers, Layer("top", "", upper)])
    for key, value in upper.items():
        if value is None:
            assert key not in merged.settings
            assert key in merged.removed
        elif key in ("config", "resources"):
            assert not {name for name, inner in value.items() if inner is None} & merged.settings[key].keys()
        elif key == "env":
            gone = {entry["name"] for entry in value if "value" in entry and entry["value"] is None and len(entry) == 2}
            assert not gone & {entry["name"] for entry in merged.settings["env"]}


@given(layer_lists())
@settings(derandomize=True)
def test_every_leaf_names_the_layer_that_set_it(layers: list[Layer]) -> None:
    merged = merge(layers)
    found = leaves(merged.settings)
    assert merged.origins.keys() == found.keys()
    for path, origin in merged.origins.items():
        number = int(origin.removeprefix("layer "))
        up_to = merge(layers[: number + 1])
        assert leaves(up_to.settings)[path] == found[path]
        assert up_to.origins[path] == origin


@given(layer_lists())
@settings(derandomize=True)
def test_entries_keep_the_place_of_their_first_appearance(layers: list[Layer]) -> None:
    for key in ("env", "ports"):
        expected: list[str] = []
        for layer in layers:
            entries = layer.settings.get(key, [])
            if entries is None:
                expected = []
            for entry in entries or []:
                removes = len(entry) > 1 and all(value is None for name, value in entry.items() if name != "name")
                if removes and entry["name"] in expected:
                    expected.remove(entry["name"])
                elif not removes and entry["name"] not in expected:
                    expected.append(entry["name"])
        assert [entry["name"] for entry in merge(layers).settings.get(key, [])] == expected


@given(layer_lists())
@settings(derandomize=True)
def test_a_probe_is_replaced_and_not_mixed(layers: list[Layer]) -> None:
    single = [
        Layer(layer.name, "", {"liveness_probe": probe})
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
@settings(derandomize=True)
def test_affinity_is_replaced_as_a_whole(layers: list[Layer], affinity: dict[str, Any]) -> None:
    merged = merge([*layers, Layer("top", "", {"affinity": affinity})])
    assert merged.settings["affinity"] == merge([Layer("top", "", {"affinity": affinity})]).settings["affinity"]
