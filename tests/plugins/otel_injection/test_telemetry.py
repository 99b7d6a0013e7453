from typing import Any

import pytest
import yaml

from agent.bootstrap import Agent
from foundation.model.errors import InputError
from foundation.source.bundle import bundle_from_data
from tests.properties.text_fields import bundle_with
from tests.support.generation import request_of


def variables(agent: Agent, bundle: dict[str, Any] | None = None, **observability: Any) -> dict[str, str]:
    settings = {"otel_enabled": True, "otel_endpoint": "http://otel:4317", **observability}
    data = bundle_with({"bundle": {"observability": settings, **(bundle or {})}})
    result = agent.runner.generate(request_of(bundle_from_data(data, "bundle"), None))
    assert result.status == "generated", result.problems
    assert result.artifacts is not None
    artifact = result.artifacts.find("manifests/dev/otel-configmap.yaml")
    assert artifact is not None
    found: dict[str, str] = yaml.load(artifact.content, yaml.CSafeLoader)["data"]
    assert all(isinstance(value, str) for value in found.values())
    return found


@pytest.mark.parametrize(
    ("percent", "ratio"), [(100, "1"), (0, "0"), (20, "0.2"), (0.1, "0.001"), (33.3333, "0.333333"), (1e-9, "0")]
)
def test_sampling_is_a_ratio(percent: float, ratio: str, agent: Agent) -> None:
    bundle = {"environments": {"dev": {"otel_sampling": percent}}}
    assert variables(agent, bundle)["OTEL_TRACES_SAMPLER_ARG"] == ratio


@pytest.mark.parametrize(
    ("endpoint", "protocol"),
    [("http://otel:4317", "grpc"), ("http://otel:4318", "http/protobuf"), ("https://otel.example/v1", "grpc")],
)
def test_the_protocol_follows_the_port(endpoint: str, protocol: str, agent: Agent) -> None:
    found = variables(agent, otel_endpoint=endpoint)
    assert (found["OTEL_EXPORTER_OTLP_ENDPOINT"], found["OTEL_EXPORTER_OTLP_PROTOCOL"]) == (endpoint, protocol)


def test_resource_attributes_name_the_trace(agent: Agent) -> None:
    found = dict(pair.split("=") for pair in variables(agent)["OTEL_RESOURCE_ATTRIBUTES"].split(","))
    assert found["trace_id"] == "t-1"
    assert found["blueprint_id"] == "b-1"
    assert found["component"] == "webdemo"
    assert found["env"] == "dev"


@pytest.mark.parametrize(
    ("propagation", "expected"),
    [("trace_id", "trace_id"), (" trace_id , blueprint_id,", "trace_id,blueprint_id"), ("", None), (" , ", None)],
)
def test_fields_that_travel(propagation: str, expected: str | None, agent: Agent) -> None:
    assert variables(agent, propagation=propagation).get("TRACE_PROPAGATION_FIELDS") == expected


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://:80",
        "http://a:99999",
        "http://a:0",
        "http://a:b",
        "http://[::1",
        "http://[:::::1]:80",
        "http://a:",
        "http://user:secret@a:80",
        "http://a b",
        "grpc://a:1",
        "a:4317",
        "http://",
        "http://a?b",
    ],
)
def test_an_endpoint_that_is_no_address_is_refused(endpoint: str) -> None:
    data = bundle_with({"bundle": {"observability": {"otel_enabled": True, "otel_endpoint": endpoint}}})
    with pytest.raises(InputError) as caught:
        bundle_from_data(data, "bundle")
    assert [problem.path for problem in caught.value.problems] == ["observability.otel_endpoint"]


@pytest.mark.parametrize(
    "endpoint", ["http://a", "https://a.b-c.example:65535/x?y=%20", "http://[::1]:4317", "http://10.0.0.1:1"]
)
def test_addresses(endpoint: str, agent: Agent) -> None:
    assert variables(agent, otel_endpoint=endpoint)["OTEL_EXPORTER_OTLP_ENDPOINT"] == endpoint
