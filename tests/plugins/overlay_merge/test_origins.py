"""Values with their layers, as `explain` shows them."""

from collections.abc import Callable
from typing import Any

import pytest

from foundation.catalog.library import TemplateLibrary
from foundation.model.bundle.bundle import Bundle
from foundation.model.bundle.effective import EffectiveEnvironment
from foundation.model.bundle.layer import Layer
from foundation.model.bundle.origins import OriginRow
from plugins.overlay_merge.merge import merge_component
from plugins.overlay_merge.merging import SourcedLayer, merge
from plugins.overlay_merge.origins import origin_rows

#: Entries of every kind of list, with names that paths are written with.
SETTINGS: dict[str, Any] = {
    "replicas": 2,
    "args": ["a"],
    "config": {"a.b": "c"},
    "env": [{"name": "A.B", "value": "x"}],
    "secrets": [{"mount": True}],
    "volumes": [{"name": "cache", "emptyDir": {"medium": "Memory"}}],
    "volume_mounts": [{"name": "cache", "mountPath": "/var/lib.d/[x]", "readOnly": True}],
    "claims": [{"name": "data", "size": "1Gi", "labels": {"example.com/a.b": "c"}}],
}


def environment() -> EffectiveEnvironment:
    merged = merge([SourcedLayer("component", "component", SETTINGS)])
    return EffectiveEnvironment(name="dev", settings=Layer.model_validate(merged.settings), origins=merged.origins)


def test_every_value_is_shown_with_its_path() -> None:
    assert {row.path: row.value for row in origin_rows(environment(), "")} == {
        "args": ["a"],
        "claims[data].labels.example.com/a.b": "c",
        "claims[data].name": "data",
        "claims[data].size": "1Gi",
        "config.a.b": "c",
        "env[A.B].name": "A.B",
        "env[A.B].value": "x",
        "replicas": 2,
        "secrets[None].mount": True,
        "volume_mounts[/var/lib.d/[x]].mountPath": "/var/lib.d/[x]",
        "volume_mounts[/var/lib.d/[x]].name": "cache",
        "volume_mounts[/var/lib.d/[x]].readOnly": True,
        "volumes[cache].emptyDir.medium": "Memory",
        "volumes[cache].name": "cache",
    }


def test_a_prefix_is_a_whole_name() -> None:
    assert [row.path for row in origin_rows(environment(), "volumes")] == [
        "volumes[cache].emptyDir.medium",
        "volumes[cache].name",
    ]


Rows = Callable[[str], list[OriginRow]]


@pytest.fixture
def rows(library: TemplateLibrary, bundle_of: Callable[..., Bundle]) -> Rows:
    fields = {"environments": {"dev": {"replicas": 1, "env": [{"name": "REGION", "value": "west"}]}}}
    component: dict[str, Any] = {
        "replicas": 3,
        "env": [{"name": "MODE", "value": "fast"}],
        "pod_labels": {"example.com/team": "a"},
        "command": ["run", "it"],
    }
    bundle = bundle_of(fields, **component)
    effective = merge_component(bundle, library.load(bundle.component.type, None), ["dev"])
    return lambda path: origin_rows(effective.environments[0], path)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("replicas", [("replicas", "environment dev", 1)]),
        (
            "env",
            [
                ("env[MODE].name", "component", "MODE"),
                ("env[MODE].value", "component", "fast"),
                ("env[REGION].name", "environment dev", "REGION"),
                ("env[REGION].value", "environment dev", "west"),
            ],
        ),
        ("env[REGION].value", [("env[REGION].value", "environment dev", "west")]),
        ("pod_labels", [("pod_labels.example.com/team", "component", "a")]),
        ("command", [("command", "component", ["run", "it"])]),
        ("repl", []),
        ("env[MOD", []),
    ],
)
def test_a_value_is_shown_with_the_layer_that_set_it(
    rows: Rows, path: str, expected: list[tuple[str, str, Any]]
) -> None:
    assert [(row.path, row.layer, row.value) for row in rows(path)] == expected


def test_without_a_path_everything_is_shown_in_order(rows: Rows) -> None:
    paths = [row.path for row in rows("")]
    assert paths == sorted(paths)
    assert {"replicas", "env[MODE].value", "command"} <= set(paths)
