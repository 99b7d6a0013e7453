from typing import Any

from agent.model.effective import EffectiveEnvironment
from agent.model.overlay import Overlay
from plugins.overlay_merge.merging import Layer, merge
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
    merged = merge([Layer("component", "component", SETTINGS)])
    return EffectiveEnvironment(name="dev", settings=Overlay.model_validate(merged.settings), origins=merged.origins)


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
