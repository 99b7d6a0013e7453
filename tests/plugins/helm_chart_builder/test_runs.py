"""A run that changes nothing of a pod leaves its template as it is; only the objects say which run wrote them."""

import json
from typing import Any

import pytest
import yaml

from agent.bootstrap import Agent
from foundation.source.bundle import bundle_from_data
from tests.support.generation import EXAMPLES, request_of


def workloads(agent: Agent, example: str, run: str) -> list[dict[str, Any]]:
    data = yaml.safe_load((EXAMPLES / f"{example}.yaml").read_text()) | {"execution_id": run}
    result = agent.runner.generate(request_of(bundle_from_data(data, "bundle"), None))
    assert result.artifacts is not None
    texts = [file.content.decode() for file in result.artifacts.under("manifests/")]
    kinds = ("Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob")
    return [item for text in texts for item in yaml.safe_load_all(text) if item["kind"] in kinds]


def pod_template(workload: dict[str, Any]) -> Any:
    spec = workload["spec"]
    return spec["jobTemplate"]["spec"]["template"] if workload["kind"] == "CronJob" else spec["template"]


@pytest.mark.parametrize("example", ["order-service", "nightly-report", "log-shipper"])
def test_another_run_replaces_no_pod(agent: Agent, example: str) -> None:
    first, second = workloads(agent, example, "exec-1"), workloads(agent, example, "exec-2")
    assert first
    assert [pod_template(item) for item in first] == [pod_template(item) for item in second]
    assert {item["metadata"]["annotations"]["factory_execution_id"] for item in second} == {"exec-2"}
    assert "exec-" not in json.dumps([pod_template(item) for item in first])
