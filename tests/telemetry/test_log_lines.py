"""Log lines: what they say of a run, and every place that they go to."""

import json
import re
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
import redis
from azure.storage.blob import ContainerClient

from agent.telemetry.lines.addresses import SinkAddress, sink_addresses
from agent.telemetry.lines.sink import Background
from foundation.model.errors import OutsideError, Problem
from tests.support.azure_monitor import KEY as RESOURCE
from tests.support.azure_monitor import azure_monitor
from tests.support.azurite import ACCOUNT, KEY, running_azurite
from tests.support.otlp_receiver import http_receiver
from tests.support.ports import free_port
from tests.support.redis_server import running_redis
from tests.telemetry.test_command_line import MINIMAL, generate

STEPS = [
    "template_resolver.load",
    "trace_metadata_injector.resolve",
    "overlay_merge.merge",
    "security_context_builder.build",
    "trace_metadata_injector.inject",
    "helm_chart_builder.build",
    "post_processor.finish",
    "helm_chart_builder.package",
    "helm_chart_builder.render",
    "post_processor.assemble",
    "k8s_validator.validate",
    "artifact_emitter.save",
    "trace_metadata_injector.remember",
    "event_emitter.emit",
]
SPECIFIED = {
    "agent": "infrastructure-engineer-agent",
    "trace_id": "trace-ping-0001",
    "component": "Ping",
    "execution_id": "exec-3917ffb741a1",
}


def detailed(folder: Path, *arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    return generate(folder, MINIMAL, *arguments, INFRA_ENGINEER_LOG_LEVEL="info", **variables)


def parsed(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def check(lines: list[dict[str, Any]]) -> None:
    """See that these are the lines of one run that went well."""
    *steps, run = lines
    assert [line["step"] for line in steps] == STEPS
    for line in lines:
        assert line.items() >= {**SPECIFIED, "result": "success", "level": "info"}.items()
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", line["timestamp"])
        assert line["duration_ms"] >= 0
    assert [line["template_id"] for line in steps][:2] == [None, "helm-microservice-template-v3"]
    assert [len(line["files_generated"]) > 5 for line in steps] == [step == "artifact_emitter.save" for step in STEPS]
    assert run.items() >= {"event": "run", "kind": "generate", "status": "generated"}.items()
    assert "manifests/dev/deployment.yaml" in run["files_generated"]


def test_every_step_is_a_line_with_the_fields_of_the_specification(tmp_path: Path) -> None:
    done = detailed(tmp_path)
    assert done.returncode == 0
    check(parsed(done.stderr))
    assert set(parsed(done.stderr)[0]) == {
        *("agent", "trace_id", "component", "template_id", "result", "files_generated", "execution_id", "timestamp"),
        *("event", "level", "step", "duration_ms"),
    }


def test_lines_name_the_span_that_they_belong_to(tmp_path: Path) -> None:
    with http_receiver() as received:
        done = detailed(tmp_path, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=f"{received.endpoint}/v1/traces")
    by_id = {span.span: span for span in received.spans}
    for line in parsed(done.stderr):
        span = by_id[line["span_id"]]
        assert line["otel_trace_id"] == span.trace
        steps = [attributes["step"] for name, attributes in span.events if name == "step"]
        assert line["step"] in steps if line["event"] == "step" else span.name == "infragen.start"


def test_a_failure_is_named_and_quotes_nothing(tmp_path: Path) -> None:
    done = detailed(tmp_path, "--set", "trace_id=null", "--set", "team=hunter2")
    lines = [json.loads(line) for line in done.stderr.splitlines() if line.startswith("{")]
    assert [(line["result"], line["failure_reason"]) for line in (lines[1], lines[-1])] == [
        ("failed", "trace_missing")
    ] * 2
    assert "hunter2" not in json.dumps(lines)


def test_lines_go_to_stdout_and_a_redis_stream(tmp_path: Path) -> None:
    (tmp_path / "redis").mkdir()
    with running_redis(tmp_path / "redis") as server:
        done = detailed(tmp_path, INFRA_ENGINEER_LOG_SINKS=f"stdout {server.address}#logs")
        with redis.Redis.from_url(server.address) as client:
            entries = [fields[b"line"].decode() for _, fields in client.xrange("logs")]
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == entries
    check(parsed(done.stdout))


@pytest.mark.xdist_group("azurite")
def test_lines_go_to_an_archive_of_blobs(tmp_path: Path) -> None:
    (tmp_path / "azurite").mkdir()
    with running_azurite(tmp_path / "azurite") as host:
        url = f"http://{host}/{ACCOUNT}/archive"
        with ContainerClient.from_container_url(url, {"account_name": ACCOUNT, "account_key": KEY}) as container:
            container.create_container()
            done = detailed(tmp_path, INFRA_ENGINEER_LOG_SINKS=f"blob+{url}/infra", INFRA_ENGINEER_BLOB_KEY=KEY)
            (name,) = [str(blob.name) for blob in container.list_blobs()]
            content = container.download_blob(name).readall().decode()
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"infra/\d{4}/\d\d/\d\d/[0-9a-f]{32}\.jsonl", name)
    check(parsed(content))


def test_lines_go_to_azure_monitor_and_nothing_else_does(tmp_path: Path) -> None:
    with azure_monitor() as ingested:
        done = detailed(
            tmp_path,
            INFRA_ENGINEER_LOG_SINKS="azure-monitor",
            APPLICATIONINSIGHTS_CONNECTION_STRING=ingested.connection,
        )
    assert (done.returncode, done.stderr) == (0, "")
    assert ingested.paths == {"/v2.1/track"}
    assert {item["iKey"] for item in ingested.items} == {RESOURCE}
    lines = [item["data"]["baseData"] for item in ingested.items]
    assert [line["properties"].get("step") for line in lines] == [*STEPS, None]
    assert lines[-1]["properties"].items() >= {**SPECIFIED, "result": "success"}.items()
    assert json.loads(lines[-1]["properties"]["files_generated"])[0].startswith("charts/")


@pytest.mark.parametrize("kind", ["redis", "blob", "azure-monitor"])
def test_a_place_that_is_not_there_costs_seconds_and_a_word(kind: str, tmp_path: Path) -> None:
    port = free_port()
    place = {
        "redis": f"redis://:hunter2@127.0.0.1:{port}",
        "blob": f"blob+http://127.0.0.1:{port}/{ACCOUNT}/archive",
        "azure-monitor": "azure-monitor",
    }[kind]
    began = time.monotonic()
    done = detailed(
        tmp_path,
        INFRA_ENGINEER_LOG_SINKS=place,
        INFRA_ENGINEER_BLOB_KEY=KEY,
        APPLICATIONINSIGHTS_CONNECTION_STRING=f"InstrumentationKey={RESOURCE};IngestionEndpoint=http://127.0.0.1:{port}/",
    )
    assert done.returncode == 0
    assert time.monotonic() - began < 60
    told = done.stderr.splitlines()
    assert told[-1] == "15 log lines were lost"
    assert len(told) <= 2
    assert "hunter2" not in done.stderr


class Moody:
    """A place that takes lines sometimes."""

    def __init__(self) -> None:
        self.got: list[str] = []
        self.is_up = False

    def send(self, lines: Any) -> None:
        if not self.is_up:
            raise OutsideError(Problem(code="logs-not-taken", message="down", remedy="Start it."))
        self.got += lines


def test_lines_wait_in_their_order_for_a_place_to_come_back_and_the_oldest_go_first() -> None:
    place, told = Moody(), list[str]()
    background = Background(place, told.append, most=700)
    for number in range(1_000):
        background.write(str(number))
    time.sleep(1.5)
    place.is_up = True
    background.write("last")
    background.close()
    assert place.got == [*map(str, range(301, 1_000)), "last"]
    assert told == ["down (logs-not-taken). Start it.", "301 log lines were lost"]


def test_addresses_are_known_by_what_is_no_secret() -> None:
    assert sink_addresses("stderr rediss://me:pw@h:1/2#s") == [
        SinkAddress(kind="stderr", name="stderr"),
        SinkAddress(kind="redis", url="rediss://me:pw@h:1/2", stream="s", name="rediss://h:1/2#s"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "stderr stderr",
        "syslog",
        "redis://",
        "redis://h:0",
        "redis://h:x",
        "blob+https://u@h/c",
        "blob+https://h/..",
        "blob+http://example.com/account/container",
        "https://h/",
        "redis://h/\u202e",
    ],
)
def test_what_is_no_place_is_refused_without_quoting_it(text: str) -> None:
    with pytest.raises(ValueError, match="Give") as refused:
        sink_addresses(text)
    assert not text or text not in str(refused.value) or text in ("stderr", "redis://")
