import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.model.names import DNS_LABEL, SEMANTIC_VERSION, dns_label, is_ambiguous, nearest
from foundation.source.scalars import read_for_cluster


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("OrderService", "orderservice"),
        ("web_demo", "web-demo"),
        ("webDemo", "webdemo"),
        ("Web Demo", "web-demo"),
        ("Company.Product.API", "company-product-api"),
        ("a__b", "a-b"),
        ("a-.-b", "a-b"),
        ("_a_", "a"),
        ("A1", "a1"),
    ],
)
def test_names_of_components_become_names_of_objects(name: str, expected: str) -> None:
    assert dns_label(name) == expected


@given(st.from_regex(r"[A-Za-z]([A-Za-z0-9_. -]{0,60}[A-Za-z0-9])?", fullmatch=True))
def test_every_valid_name_maps_to_a_label_and_stays_there(name: str) -> None:
    mapped = dns_label(name)
    assert re.fullmatch(DNS_LABEL, mapped)
    assert dns_label(mapped) == mapped


@pytest.mark.parametrize(
    ("name", "valid", "expected"),
    [
        ("nodeSelector", ["node_selector", "replicas"], "node_selector"),
        ("repilcas", ["replicas", "resources"], "replicas"),
        ("zzz", ["replicas"], None),
        ("", ["replicas"], None),
        ("x" * 1_000_000, ["replicas"], None),
        ("anything", [], None),
    ],
)
def test_the_nearest_name(name: str, valid: list[str], expected: str | None) -> None:
    assert nearest(name, valid) == expected


@pytest.mark.parametrize("version", ["0.1.0", "1.0.0-rc.1", "10.20.30", "1.0.0-alpha-b.0.x-y", "1.0.0-0a"])
def test_semantic_versions(version: str) -> None:
    assert re.fullmatch(SEMANTIC_VERSION, version)


@pytest.mark.parametrize(
    "version",
    [
        "1",
        "1.0",
        "01.0.0",
        "1.02.3",
        "2024.01.05",
        "1.0.0-",
        "1.0.0-a..b",
        "1.0.0-01",
        "1.0.0+b",
        "v1.0.0",
        "\u0661.\u0662.\u0663",
    ],
)
def test_no_semantic_versions(version: str) -> None:
    assert not re.fullmatch(SEMANTIC_VERSION, version)


AMBIGUOUS = [
    "on", "Off", "YES", "no", "y", "N", "true", "False", "null", "0", "12", "0123", "0x1F", "0o17", "0b11", "1_000",
    "1.5", "1.", "1e3", "1E-3", "1.5e10", "2025-05-07",
]  # fmt: skip


@pytest.mark.parametrize("name", AMBIGUOUS)
def test_names_that_yaml_reads_as_something_else(name: str) -> None:
    assert is_ambiguous(name)


@pytest.mark.parametrize(
    "name", ["one", "offer", "a1", "1a", "1.2.3", "e3", "a/on", "acme.dev/1", "0xg", "1-2", "nano"]
)
def test_names_that_are_text_everywhere(name: str) -> None:
    assert not is_ambiguous(name)


@given(st.from_regex(r"[A-Za-z0-9]([A-Za-z0-9._-]{0,6}[A-Za-z0-9])?", fullmatch=True))
def test_a_name_that_is_not_ambiguous_is_text_to_the_cluster(name: str) -> None:
    assert is_ambiguous(name) or read_for_cluster(name) == name
