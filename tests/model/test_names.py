import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.model.names import DNS_LABEL, SEMANTIC_VERSION, dns_label, nearest


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
