"""Names that would be there twice, also those that the component has by default."""

from collections.abc import Callable
from typing import Any

import pytest

Problems = Callable[..., list[tuple[str, str | None]]]
ADMIN = [{"name": "admin", "port": 81}]


@pytest.mark.parametrize(
    ("component", "expected"),
    [
        ({"sidecars": [{"name": "ping", "image": "a/b:1"}]}, ("container-twice", "component.sidecars[ping]")),
        (
            {"init_containers": [{"name": "ping", "image": "a/b:1"}]},
            ("container-twice", "component.init_containers[ping]"),
        ),
        (
            {"container_name": "main", "sidecars": [{"name": "main", "image": "a/b:1"}]},
            ("container-twice", "component.sidecars[main]"),
        ),
        ({"services": [{"name": "ping", "ports": ADMIN}]}, ("service-twice", "component.services[ping]")),
        (
            {"service": {"name": "api"}, "services": [{"name": "api", "ports": ADMIN}]},
            ("service-twice", "component.services[api]"),
        ),
    ],
    ids=["sidecar", "init", "given-name", "service", "given-service"],
)
def test_a_name_that_is_there_twice(problems: Problems, component: dict[str, Any], expected: tuple[str, str]) -> None:
    assert expected in problems(None, name="Ping", **component)


@pytest.mark.parametrize(
    "component",
    [
        {"container_name": "main", "sidecars": [{"name": "ping", "image": "a/b:1"}]},
        {"enable_service": False, "services": [{"name": "ping", "ports": ADMIN}]},
        {"service": {"name": "api"}, "services": [{"name": "ping", "ports": ADMIN}]},
    ],
    ids=["other-container-name", "no-own-service", "own-service-has-another-name"],
)
def test_a_name_that_is_free(problems: Problems, component: dict[str, Any]) -> None:
    assert problems(None, name="Ping", **component) == []
