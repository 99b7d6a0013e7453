from collections.abc import Callable
from typing import Any

import pytest

from agent.bootstrap import build_library
from foundation.catalog.library import TemplateLibrary
from foundation.model.bundle.bundle import Bundle
from foundation.source.bundle import bundle_from_data
from tests.support.generation import settings_in


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> TemplateLibrary:
    """The built-in templates."""
    return build_library(settings_in(tmp_path_factory.mktemp("state")))


@pytest.fixture(scope="session")
def bundle_of() -> Callable[..., Bundle]:
    """Make a bundle: ``bundle_of({"team": "a"}, replicas=2)`` sets a field of the bundle and one of its component."""

    def make(fields: dict[str, Any] | None = None, **component: Any) -> Bundle:
        whole = {
            "name": "Orders",
            "type": "microservice",
            "transport": "http",
            "container_image": "acme/orders:1.0.0",
            **component,
        }
        data = {
            "trace_id": "t-1",
            "blueprint_id": "b-1",
            "component_scope": "Order",
            "component": whole,
            **(fields or {}),
        }
        return bundle_from_data(data, "bundle").bundle

    return make
