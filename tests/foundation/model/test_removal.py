"""Entries that take others away: read, written again, and described to editors."""

import json
import warnings
from typing import Any

import jsonschema_rs
import pytest
from pydantic import ValidationError

from foundation.model.bundle.layer import Layer
from foundation.model.bundle.removal import takes_away
from foundation.source.json_schema import bundle_schema

REMOVALS = [
    {"ports": [{"name": "debug", "port": None, "targetPort": None}]},
    {"volumes": [{"name": "cache", "emptyDir": None}]},
    {"volume_mounts": [{"mountPath": "/cache", "name": None}]},
]


@pytest.mark.parametrize("given", REMOVALS, ids=lambda given: next(iter(given)))
def test_a_removal_is_written_as_it_was_read(given: dict[str, Any]) -> None:
    overlay = Layer.model_validate(given)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert overlay.model_dump(by_alias=True, exclude_unset=True) == given
        assert json.loads(overlay.model_dump_json(by_alias=True, exclude_unset=True)) == given
    assert Layer.model_validate(overlay.model_dump(by_alias=True, exclude_unset=True)) == overlay


def test_only_removals_take_away() -> None:
    ports = Layer.model_validate({"ports": [{"name": "a", "port": None}, {"name": "b", "port": 80}]}).ports or []
    assert [takes_away(port, "name") for port in ports] == [True, False]


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({"ports": [{"name": "a", "prot": None}]}, ("ports", 0, "prot")),
        ({"ports": [{"name": None, "port": None}]}, ("ports", 0, "name")),
        ({"volume_mounts": [{"mountPath": "/a"}]}, ("volume_mounts", 0, "name")),
        ({"volumes": [{"name": "a"}]}, ("volumes", 0)),
        (
            {"sidecars": [{"name": "a", "volumeMounts": [{"mountPath": "/a", "name": None}]}]},
            ("sidecars", 0, "volumeMounts", 0, "name"),
        ),
    ],
)
def test_what_only_looks_like_a_removal_is_a_mistake_at_its_place(
    given: dict[str, Any], place: tuple[Any, ...]
) -> None:
    with pytest.raises(ValidationError) as caught:
        Layer.model_validate(given)
    assert place in [error["loc"] for error in caught.value.errors()]


def test_editors_know_removals() -> None:
    schema = json.loads(bundle_schema())
    overlay = jsonschema_rs.validator_for(
        {**schema, "$ref": "#/$defs/Layer"} | {"required": [], "properties": {}, "additionalProperties": True}
    )
    for given in REMOVALS:
        assert overlay.is_valid(given)
    assert not overlay.is_valid({"ports": [{"name": "a", "prot": 1}]})
    assert not overlay.is_valid({"volumes": [{"name": "a", "emptyDir": 1}]})
