from typing import Any

import pytest
import yaml

from agent.bootstrap import Agent
from foundation.source.bundle import bundle_from_data
from tests.properties.text_fields import bundle_with
from tests.support.generation import request_of


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("100m", "100m"),
        (1, "1"),
        (1.0, "1"),
        (0.5, "0.5"),
        (1234567.5, "1234567.5"),
        (134217728.0, "134217728"),
        (1e15, "1000000000000000"),
        (0.000001, "0.000001"),
        ("0123", "0123"),
        (0, "0"),
    ],
)
def test_a_quantity_keeps_its_amount(given: Any, expected: str, agent: Agent) -> None:
    amounts = {"requests": {"nvidia.com/gpu": given}, "limits": {"nvidia.com/gpu": given}}
    source = bundle_from_data(bundle_with({"resources": amounts}), "bundle")
    result = agent.runner.generate(request_of(source, None))
    assert result.artifacts is not None
    artifact = result.artifacts.find("manifests/dev/deployment.yaml")
    assert artifact is not None
    container = yaml.load(artifact.content, yaml.CSafeLoader)["spec"]["template"]["spec"]["containers"][0]
    assert container["resources"]["requests"]["nvidia.com/gpu"] == expected
