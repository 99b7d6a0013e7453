"""A layer says of a named entry only what differs."""

from collections.abc import Callable
from typing import Any

import pytest

from agent.model.bundle import Bundle
from plugins.overlay_merge.merge import merge_component
from plugins.template_resolver.library import TemplateLibrary

WHOLE: dict[str, Any] = {
    "sidecars": [{"name": "proxy", "image": "envoy:1.31", "args": ["-a"]}],
    "init_containers": [{"name": "wait", "image": "busybox:1.36"}],
    "claims": [{"name": "data", "size": "1Gi", "mount_path": "/data"}],
    "services": [{"name": "admin", "ports": [{"name": "admin", "port": 81}]}],
}
PARTS: dict[str, Any] = {
    "sidecars": [{"name": "proxy", "args": ["-b"]}],
    "init_containers": [{"name": "wait", "command": ["sleep", "1"]}],
    "claims": [{"name": "data", "storage_class": "fast"}],
    "services": [{"name": "admin", "annotations": {"a": "b"}}],
}


def test_a_layer_may_leave_out_what_a_lower_one_gives(
    bundle_of: Callable[..., Bundle], library: TemplateLibrary
) -> None:
    bundle = bundle_of({"environments": {"dev": PARTS}}, **WHOLE)
    effective = merge_component(bundle, library.load(bundle.component.type, None), ["dev"])
    merged = effective.environments[0].settings.model_dump(by_alias=True, exclude_unset=True)
    for group in WHOLE:
        assert merged[group] == [{**WHOLE[group][0], **PARTS[group][0]}], group


@pytest.mark.parametrize(
    ("group", "needed"),
    [("sidecars", "image"), ("init_containers", "image"), ("claims", "size"), ("services", "ports")],
)
def test_what_no_layer_gives_is_missing_where_the_entry_stands(
    problems: Callable[..., list[tuple[str, str | None]]], group: str, needed: str
) -> None:
    found = problems({"environments": {"prod": {group: [*WHOLE[group], {**PARTS[group][0], "name": "other"}]}}})
    assert found == [("missing-key", f"environments.prod.{group}[1]")], needed
    assert set(problems(None, **{group: PARTS[group]})) == {("missing-key", f"component.{group}[0]")}
