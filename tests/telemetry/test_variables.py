"""What OpenTelemetry's variables may say, and what is made of it."""

import os
from pkgutil import resolve_name
from typing import Any

import pytest
from grpc import Compression  # type: ignore[import-untyped]

from agent.bootstrap.telemetry import build_telemetry
from agent.settings.settings import Settings
from agent.telemetry.sending.otlp import build_tracer_provider
from agent.telemetry.switches import Protocol, switches_of
from foundation.model.errors import InputError

SENT = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318"}
WRONG = [
    *("OTEL_EXPORTER_OTLP_TIMEOUT=ten", "OTEL_EXPORTER_OTLP_TRACES_TIMEOUT=-1", "OTEL_EXPORTER_OTLP_METRICS_TIMEOUT=0"),
    *("OTEL_EXPORTER_OTLP_COMPRESSION=lz4", "OTEL_EXPORTER_OTLP_HEADERS=key", "OTEL_EXPORTER_OTLP_INSECURE=perhaps"),
    *("OTEL_EXPORTER_OTLP_CERTIFICATE=/no/such/file", "OTEL_EXPORTER_OTLP_TRACES_CLIENT_KEY=."),
    *("OTEL_RESOURCE_ATTRIBUTES=team", "OTEL_SDK_DISABLED=maybe", "OTEL_TRACES_SAMPLER=some"),
    *("OTEL_BSP_SCHEDULE_DELAY=-1", "OTEL_BSP_MAX_QUEUE_SIZE=1e3", "OTEL_BSP_MAX_EXPORT_BATCH_SIZE=4096"),
    *("OTEL_METRIC_EXPORT_INTERVAL=-1", "OTEL_METRIC_EXPORT_TIMEOUT=٣", "OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT=-4"),
    *("OTEL_METRICS_EXEMPLAR_FILTER=foo", "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE=foo"),
]
RIGHT = [
    *("OTEL_EXPORTER_OTLP_HEADERS=Authorization=Basic%20YWI=,x-scope = a;b", "OTEL_EXPORTER_OTLP_COMPRESSION=gzip"),
    *("OTEL_RESOURCE_ATTRIBUTES=service.namespace=shop,k8s.pod/name=a b", "OTEL_TRACES_SAMPLER=ParentBased_Always_Off"),
    *("OTEL_EXPORTER_OTLP_TIMEOUT=", "OTEL_METRICS_EXEMPLAR_FILTER= ", "OTEL_SPAN_LINK_COUNT_LIMIT=0"),
    *("OTEL_TRACES_SAMPLER_ARG=9", f"OTEL_EXPORTER_OTLP_CERTIFICATE={__file__}"),
]


PROTOCOLS: dict[Protocol, object] = {"grpc": Compression.NoCompression, "http/protobuf": None}


def recorded(taken: list[dict[str, Any]], name: str) -> Any:
    """Return what has a name; of an exporter, what records the options that it is made with."""
    found = resolve_name(name)
    if "exporter" not in name:
        return found
    return lambda **options: taken.append(options) or found(**options)


def told(**variables: str) -> list[str | None]:
    with pytest.raises(InputError) as raised:
        switches_of({**SENT, **variables})
    return [problem.path for problem in raised.value.problems]


@pytest.mark.parametrize("given", WRONG)
def test_a_value_that_means_nothing_is_wrong_input(given: str) -> None:
    name, _, value = given.partition("=")
    assert told(**{name: value}) == [name]


@pytest.mark.parametrize("given", RIGHT)
def test_what_the_specification_allows_is_taken(given: str) -> None:
    name, _, value = given.partition("=")
    assert switches_of({**SENT, name: value}) == switches_of(SENT)


@pytest.mark.parametrize("ratio", ["2", "-0.1", "half", "nan"])
def test_a_ratio_is_from_zero_to_one_where_a_sampler_takes_one(ratio: str) -> None:
    assert told(OTEL_TRACES_SAMPLER="traceidratio", OTEL_TRACES_SAMPLER_ARG=ratio) == ["OTEL_TRACES_SAMPLER_ARG"]


def test_a_wrong_value_is_nobodys_matter_where_nothing_is_sent() -> None:
    assert switches_of({"OTEL_METRIC_EXPORT_INTERVAL": "-1"}) == switches_of({})


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_times_are_milliseconds_and_none_is_a_compression(protocol: Protocol, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {**SENT, "OTEL_EXPORTER_OTLP_TIMEOUT": "1500", "OTEL_EXPORTER_OTLP_COMPRESSION": "none"}.items():
        monkeypatch.setenv(name, value)
    taken: list[dict[str, Any]] = []
    # The exporters take it before anybody can see it.
    monkeypatch.setattr("agent.telemetry.sending.otlp.resolve_name", lambda name: recorded(taken, name))
    build_tracer_provider(protocol, lambda _: None).shutdown()
    assert taken[0]["timeout"] == 1.5
    assert taken[0].get("compression") == PROTOCOLS[protocol]


def test_empty_variables_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTEL_METRICS_EXEMPLAR_FILTER", "")
    assert build_telemetry(Settings()) is None
    assert "OTEL_METRICS_EXEMPLAR_FILTER" not in os.environ
