"""Values with their layers, as `explain` shows them."""

from collections.abc import Callable
from typing import Any

import pytest

from agent.model.bundle import Bundle
from plugins.overlay_merge.merge import merge_component
from plugins.overlay_merge.origins import OriginRow, origin_rows
from plugins.template_resolver.library import TemplateLibrary

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
