from collections.abc import Callable
from typing import Any

import pytest
import yaml

from agent.bootstrap import Agent
from foundation.source.bundle import bundle_from_data
from tests.properties.text_fields import bundle_with
from tests.support.generation import request_of

Render = Callable[..., dict[str, list[dict[str, Any]]]]


@pytest.fixture(scope="module")
def render(agent: Agent) -> Render:
    """Generate a component and return the dev objects by file; every one of them fits a schema."""

    def run(**component: Any) -> dict[str, list[dict[str, Any]]]:
        result = agent.runner.generate(request_of(bundle_from_data(bundle_with(component), "bundle"), None))
        assert result.status == "generated", result.problems
        assert result.report is not None
        assert result.artifacts is not None
        assert [finding for finding in result.report.findings if finding.code == "schema-missing"] == []
        return {
            file.path.removeprefix("manifests/dev/").removesuffix(".yaml"): list(yaml.safe_load_all(file.content))
            for file in result.artifacts.under("manifests/dev/")
        }

    return run
