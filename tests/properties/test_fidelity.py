"""Text reaches the cluster as it was written, whoever reads the YAML."""

import json
from collections.abc import Iterator
from typing import Any

import ryaml
import yaml
from hypothesis import HealthCheck, given, settings

from agent.bootstrap import Agent
from agent.model.effective import EffectiveEnvironment
from agent.model.request import GenerationResult
from agent.source.bundle import read_bundles
from tests.support.generation import request_of
from tests.support.strategies import bundles


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(bundle=bundles())
def test_text_reaches_the_container_as_written(agent: Agent, bundle: dict[str, Any]) -> None:
    result = agent.runner.generate(request_of(read_bundles(json.dumps(bundle).encode(), "bundle")[0], None))
    # What a policy thinks of random settings is not the subject here: blocked bytes are made in the same way.
    assert result.status in ("generated", "blocked"), result.problems
    assert result.effective is not None
    for environment in result.effective.environments:
        objects = list(objects_of(result, environment.name))
        check_container(objects, environment)
        check_config_map(objects, environment)


def objects_of(result: GenerationResult, environment: str) -> Iterator[dict[str, Any]]:
    """Parse an environment's manifests as YAML 1.1 and as YAML 1.2, which must not differ."""
    assert result.artifacts is not None
    for artifact in result.artifacts.under(f"manifests/{environment}/"):
        text = artifact.content.decode()
        objects = list(yaml.load_all(text, yaml.CSafeLoader))
        assert objects == ryaml.loads_all(text)
        yield from objects


def check_container(objects: list[dict[str, Any]], environment: EffectiveEnvironment) -> None:
    wanted = environment.settings
    workload = next(item for item in objects if item["kind"] in ("Deployment", "Job", "CronJob"))
    spec = workload["spec"]["jobTemplate"]["spec"] if workload["kind"] == "CronJob" else workload["spec"]
    container = spec["template"]["spec"]["containers"][0]
    variables = [variable.model_dump(by_alias=True, exclude_none=True) for variable in wanted.env or []]
    assert container.get("env", []) == variables
    assert container.get("args", []) == (wanted.args or [])
    assert container.get("command", []) == (wanted.command or [])


def check_config_map(objects: list[dict[str, Any]], environment: EffectiveEnvironment) -> None:
    name = next(item["metadata"]["name"] for item in objects if item["kind"] == "ServiceAccount")
    maps = [item["data"] for item in objects if item["kind"] == "ConfigMap" and item["metadata"]["name"] == name]
    assert maps == ([environment.settings.config] if environment.settings.config else [])
