import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from foundation.helm.native import NativeHelmEngine
from foundation.source.emit import to_yaml
from plugins.helm_chart_builder.archive import archive_of
from plugins.helm_chart_builder.differences import difference, laid_over

KEYS = st.sampled_from(["a", "b", "c.d", "yes"])
LEAVES = (
    st.integers(0, 9)
    | st.sampled_from(["", "x", "null", "0123"])
    | st.booleans()
    | st.lists(st.integers(0, 2), max_size=2)
)
VALUES = st.recursive(LEAVES, lambda inner: st.dictionaries(KEYS, inner, max_size=3), max_leaves=6)
SETTINGS = st.dictionaries(KEYS, VALUES, max_size=3)
TEMPLATE = b'kind: ConfigMap\ntext: {{ omit .Values "global" | toJson | quote }}\n'


def as_helm_sees(common: dict[str, Any], changes: dict[str, Any]) -> Any:
    files = {
        "Chart.yaml": b"apiVersion: v2\nname: x\nversion: 1.0.0\n",
        "templates/x.yaml": TEMPLATE,
        "values.yaml": to_yaml(common).encode(),
    }
    rendered = NativeHelmEngine().render(archive_of("x", files), to_yaml(changes), "x", "x")
    return json.loads(json.loads(rendered["x.yaml"].split("text: ")[1]))


@given(common=SETTINGS, specific=SETTINGS)
@settings(max_examples=120)
def test_helm_puts_the_difference_over_the_common_values_and_gets_the_specific_ones(
    common: dict[str, Any], specific: dict[str, Any]
) -> None:
    assert as_helm_sees(common, difference(common, specific)) == specific


@given(common=SETTINGS)
def test_nothing_differs_from_itself(common: dict[str, Any]) -> None:
    assert difference(common, common) == {}


@given(common=SETTINGS, specific=SETTINGS)
def test_every_change_is_one(common: dict[str, Any], specific: dict[str, Any]) -> None:
    for key, value in difference(common, specific).items():
        assert (key in common) != (key in specific) or common[key] != specific[key]
        assert (value is None) == (key not in specific)


@given(common=SETTINGS, specific=SETTINGS)
@settings(max_examples=200)
def test_the_difference_laid_over_the_common_values_gives_the_specific_ones(
    common: dict[str, Any], specific: dict[str, Any]
) -> None:
    assert laid_over(common, difference(common, specific)) == specific


def test_values_keep_their_order_whoever_gives_them() -> None:
    merged = laid_over({"b": 1, "a": {"y": 1, "x": 2}, "d": 4}, {"c": 3, "a": {"x": 5}, "b": 6, "d": None})
    assert list(merged.items()) == [("b", 6), ("a", {"y": 1, "x": 5}), ("c", 3)]
