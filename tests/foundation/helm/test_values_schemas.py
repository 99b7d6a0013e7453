"""Values are held against a chart's schema by another validator than Helm's, where both read it alike."""

import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import helm_python as helm
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foundation.helm import loaded_chart, native
from foundation.helm.archives import ChartArchive
from foundation.helm.errors import RenderError
from foundation.helm.schema_references import SCHEMA_FILE
from foundation.helm.values import merged
from foundation.helm.values_schema import compiled_schema
from plugins.helm_chart_builder.archive import archive_of
from tests.properties.mutating import JUNK, mutated, paths_of
from tests.support.goldens import golden_chart

HOW = ("replace", "remove", "rename")
DRAFT = b'{"$schema": "http://json-schema.org/draft-07/schema#"}'
#: Texts that are addresses, or nearly.
ADDRESSES = r"[012]{1,3}([.][0-9]{1,3}){2,4}|([0-9a-fF]{0,5}:){1,8}([0-9a-f]{0,4}|[0-9]{1,2}([.][0-9]{1,3}){3})%?\n?"
REFUSED = "values don't meet the specifications"


FILES = golden_chart("order-service")
ARCHIVE = archive_of("orderservice", FILES)
DEFAULTS = helm.values_from_yaml(FILES["values.yaml"].decode())
ENVIRONMENT = helm.values_from_yaml(FILES["values-prod.yaml"].decode())
WHOLE = helm.Chart.load_archive(ARCHIVE)
SCHEMA = compiled_schema(FILES[SCHEMA_FILE])


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    """Let each test begin with an engine that has seen nothing."""
    native._chart.cache_clear()
    native._rendered.cache_clear()
    yield
    native._chart.cache_clear()
    native._rendered.cache_clear()


@pytest.fixture
def renders(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether each chart that Helm rendered had its schema."""
    seen: list[bool] = []
    loaded = {True: helm.Chart.load_archive, False: helm.Chart.render}
    has_schema: dict[int, bool] = {}

    def load(content: bytes) -> Any:
        chart = loaded[True](content)
        has_schema[id(chart)] = SCHEMA_FILE in ChartArchive(content).files
        return chart

    def render(chart: Any, *arguments: Any, **named: Any) -> Any:
        seen.append(has_schema[id(chart)])
        return loaded[False](chart, *arguments, **named)

    monkeypatch.setattr(helm.Chart, "load_archive", load)
    monkeypatch.setattr(helm.Chart, "render", render)
    return seen


def render(archive: bytes, values: dict[str, Any]) -> dict[str, str]:
    return native.NativeHelmEngine().render(archive, json.dumps(values), "orderservice", "orders")


def test_values_that_fit_are_rendered_the_same_without_the_schema(
    renders: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    environments = [name for name in FILES if name.startswith("values-") and name.endswith(".yaml")]
    values = [helm.values_from_yaml(FILES[name].decode()) for name in environments]
    texts = [render(ARCHIVE, each) for each in values]
    other = archive_of("otherservice", {**FILES, "README.md": b"another chart with the same schema\n"})
    render(other, values[0])
    assert renders == [False, False, False, False]
    for cache in (native._chart, native._rendered):
        cache.cache_clear()
    monkeypatch.setattr(loaded_chart.LoadedChart, "_fits", lambda *_: False)
    assert [render(ARCHIVE, each) for each in values] == texts


@pytest.mark.parametrize(
    "change",
    [
        {"replicaCount": "many"},
        {"unknown": 1},
        {"image": {"tag": 7}},
        {"service": {"ports": [{"name": "x", "port": 70000}]}},
    ],
)
def test_values_that_do_not_fit_are_refused_in_helms_words(change: dict[str, Any], renders: list[bool]) -> None:
    with pytest.raises(RenderError, match=REFUSED):
        render(ARCHIVE, {**ENVIRONMENT, **change})
    assert renders == [True]


@pytest.mark.parametrize(
    "schema",
    [
        {"properties": {"config": {"additionalProperties": {"pattern": "^(?=o)"}}}},
        {"properties": {"config": {"additionalProperties": {"pattern": r"^\w+$"}}}},
        {"properties": {"config": {"additionalProperties": {"pattern": "o.*n"}}}},
        {"properties": {"config": {"additionalProperties": {"pattern": "[[:alpha:]&&o]"}}}},
        {"properties": {"config": {"format": "uri"}}},
        {"$schema": "https://json-schema.org/draft/2020-12/schema"},
        {"$defs": {"x": {}}, "properties": {"config": {"$ref": "#/$defs/x"}}},
        {"definitions": {"x": {}}, "properties": {"config": {"$ref": "#/definitions/x"}, "x": {"$ref": "#x"}}},
        {"properties": {"config": {"propertyNames": {"pattern": "\\d"}}}},
    ],
)
def test_what_two_validators_might_read_differently_is_helms_alone(schema: dict[str, Any], renders: list[bool]) -> None:
    text = json.dumps({"$schema": "http://json-schema.org/draft-07/schema#", **schema}).encode()
    archive = archive_of("orderservice", {**FILES, SCHEMA_FILE: text})
    for number in range(3):
        with suppress(RenderError):
            render(archive, {**ENVIRONMENT, "replicaCount": number})
    assert renders == [True, True, True]


def test_null_that_removes_nothing_and_charts_in_the_chart_are_left_to_helm(renders: list[bool]) -> None:
    render(ARCHIVE, {**ENVIRONMENT, "config": dict.fromkeys(DEFAULTS["config"])})
    assert renders == [False]
    renders.clear()
    for number in range(2):
        render(ARCHIVE, {**ENVIRONMENT, "podSpec": {"hostname": None}, "replicaCount": number + 1})
    inner = {"charts/x/Chart.yaml": b"apiVersion: v2\nname: x\nversion: 1.0.0\n", SCHEMA_FILE: DRAFT}
    for number in range(2):
        render(archive_of("orderservice", {**FILES, **inner}), {**ENVIRONMENT, "replicaCount": number + 1})
    assert renders == [True] * 4


@settings(max_examples=150)
@given(st.data())
def test_both_validators_give_the_same_verdict(data: st.DataObject) -> None:
    whole = merged(DEFAULTS, ENVIRONMENT)
    path = data.draw(st.sampled_from([path for path in paths_of(whole) if path]))
    junk = data.draw(JUNK)
    try:
        values = helm.values_from_yaml(json.dumps(mutated(whole, path, junk, data.draw(st.sampled_from(HOW)))))
    except (helm.HelmError, ValueError):
        return
    fits = loaded_chart.LoadedChart(ARCHIVE)._fits(values)
    refusal = refusal_of(values)
    assert not (fits and REFUSED in refusal), refusal
    assert refusal or fits or not loaded_chart.removes_only(DEFAULTS, values)


@settings(max_examples=150)
@given(st.data())
def test_a_schema_that_one_validator_takes_the_other_takes(data: st.DataObject) -> None:
    whole = json.loads(FILES[SCHEMA_FILE])
    path = data.draw(st.sampled_from([path for path in paths_of(whole) if path]))
    changed = mutated(whole, path, data.draw(JUNK), data.draw(st.sampled_from(HOW)))
    archive = archive_of("orderservice", {**FILES, SCHEMA_FILE: json.dumps(changed).encode()})
    if loaded_chart.LoadedChart(archive)._fits(ENVIRONMENT):
        assert refusal_of(ENVIRONMENT, helm.Chart.load_archive(archive)) == ""


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(
        [
            {"pattern": "^([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)?$"},
            {"pattern": "^[0-9]+([.][0-9]+)?(m|k|Ki|Mi|e[+]?[0-9]+)?$"},
            {"pattern": "a|b{2,}"},
            {"pattern": "^[^a-c/]+$"},
            {"pattern": r"^1\.[0-9]-x\$$"},
            {"propertyNames": {"pattern": "^[a-z]+$", "maxLength": 3}},
            {"patternProperties": {"^a": {"type": "string"}}, "additionalProperties": {"minimum": 2}},
            {"format": "ipv4"},
            {"anyOf": [{"format": "ipv6"}, {"type": "number"}]},
            {"minLength": 2, "maxLength": 3},
            {"minItems": 1, "maxItems": 2, "uniqueItems": True},
            {"minProperties": 1, "maxProperties": 2},
            {"exclusiveMinimum": 0, "exclusiveMaximum": 2},
            {"oneOf": [{"type": "string"}, {"minLength": 2}], "not": {"const": "ab"}},
            {"if": {"type": "array"}, "then": {"allOf": [{"maxItems": 1}]}, "else": {"enum": ["a", 1, 1.5, True]}},
        ]
    ),
    st.text("ab0129-./é\nmKie+ ", max_size=5)
    | st.from_regex(ADDRESSES, fullmatch=True)
    | st.sampled_from([0, 1, 1.0, 2, 1.5, True, "bb", "1.5-x$", "1.0-x$", "a" * 63, "\U0001f600é", "\U0001f600éxx"])
    | st.lists(st.sampled_from([1, 1.0, True, "a", "b", 0, False]), max_size=3)
    | st.dictionaries(st.sampled_from(["a", "ab", "b", "B", "abcd", "é"]), st.sampled_from(["x", 1, 2, 3]), max_size=3),
)
def test_keywords_that_are_read_alike_are(keyword: dict[str, Any], value: Any) -> None:
    schema = {"$schema": "http://json-schema.org/draft-07/schema#", "properties": {"given": keyword}}
    compiled = compiled_schema(json.dumps(schema).encode())
    assert compiled.is_plain
    files = {"Chart.yaml": b"apiVersion: v2\nname: x\nversion: 1.0.0\n", SCHEMA_FILE: json.dumps(schema).encode()}
    refusal = refusal_of({"given": value}, helm.Chart.load_archive(archive_of("x", files)))
    assert compiled.validator.is_valid({"given": value}) == (REFUSED not in refusal), refusal


def refusal_of(values: dict[str, Any], chart: helm.Chart = WHOLE) -> str:
    try:
        chart.render(values, name="orderservice", namespace="orders")
    except helm.HelmError as error:
        return str(error)
    return ""


def test_a_chart_without_a_file_has_all_others() -> None:
    left = ChartArchive(ChartArchive(ARCHIVE).without(SCHEMA_FILE)).files
    assert left == {path: content for path, content in FILES.items() if path != SCHEMA_FILE}
    assert list(left) == sorted(left)
    assert ChartArchive(ARCHIVE).without("no/such/file")[10:] != b""
