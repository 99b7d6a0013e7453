"""The command line with a receiver: both protocols, several processes, and a receiver that is not there."""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.support.advice import beside_advice
from tests.support.generation import EXAMPLES, ROOT
from tests.support.otlp_receiver import http_receiver
from tests.support.ports import free_port
from tests.telemetry.conftest import RECEIVERS

MINIMAL, ORDER, USER = (str(EXAMPLES / name) for name in ("minimal.yaml", "order-service.yaml", "user-service.json"))
TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def generate(folder: Path, *arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    clean = {name: value for name, value in os.environ.items() if not name.startswith("OTEL_")}
    done = subprocess.run(
        [sys.executable, "-m", "agent", "generate", *arguments, "-o", str(folder / "out"), "--quiet"],
        env={**clean, "INFRA_ENGINEER_STATE_DIR": str(folder / "state"), **variables},
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    done.stderr = beside_advice(done.stderr)
    return done


@pytest.mark.parametrize("protocol", RECEIVERS)
def test_spans_and_metrics_arrive_by_either_protocol(protocol: str, tmp_path: Path) -> None:
    with RECEIVERS[protocol]() as received:
        done = generate(
            tmp_path,
            MINIMAL,
            OTEL_EXPORTER_OTLP_ENDPOINT=received.endpoint,
            OTEL_EXPORTER_OTLP_PROTOCOL=protocol,
            OTEL_EXPORTER_OTLP_HEADERS="x-key=abc",
            OTEL_SERVICE_NAME="infra",
            TRACEPARENT=TRACEPARENT,
        )
    assert (done.returncode, done.stderr) == (0, "")
    root = received.named("infragen.start")
    assert (root.trace, root.parent) == tuple(TRACEPARENT.split("-")[1:3])
    assert root.service["service.name"] == "infra"
    assert {name.lower(): value for name, value in received.headers[0].items()}["x-key"] == "abc"
    assert received.metrics["infragen.generations"] == [({"kind": "generate", "status": "generated"}, 1.0)]
    assert received.metrics["infragen.cache.lookups"] == [
        ({"cache": "request", "outcome": "miss"}, 1.0),
        ({"cache": "helm_lint", "outcome": "miss"}, 1.0),
    ]


def test_worker_processes_send_their_spans_and_hand_over_what_they_measured(tmp_path: Path) -> None:
    with http_receiver() as received:
        variables = {"OTEL_EXPORTER_OTLP_ENDPOINT": received.endpoint, "TRACEPARENT": TRACEPARENT}
        done = generate(tmp_path, MINIMAL, ORDER, USER, "--jobs", "2", **variables)
    assert done.returncode == 2
    roots = [span for span in received.spans if span.name == "infragen.start"]
    assert Counter((root.attributes["repo"], root.attributes["status"], root.trace) for root in roots) == {
        (name, status, TRACEPARENT.split("-")[1]): 1
        for name, status in [("Ping", "success"), ("OrderService", "success"), ("UserService", "failed")]
    }
    assert received.metrics["infragen.generations"] == [
        ({"kind": "generate", "status": "generated"}, 2.0),
        ({"kind": "generate", "status": "failed"}, 1.0),
    ]


def test_what_has_not_changed_was_skipped(tmp_path: Path) -> None:
    assert generate(tmp_path, MINIMAL).returncode == 0
    with http_receiver() as received:
        done = generate(tmp_path, MINIMAL, OTEL_EXPORTER_OTLP_ENDPOINT=received.endpoint)
    assert done.returncode == 0
    (root,) = received.spans
    assert (root.name, root.attributes["status"], root.attributes["chart_status"]) == (
        "infragen.start",
        "skipped",
        "saved",
    )
    assert received.metrics == {
        "infragen.cache.lookups": [({"cache": "request", "outcome": "hit"}, 1.0)],
        "infragen.generations": [({"kind": "generate", "status": "unchanged"}, 1.0)],
    }


@pytest.mark.parametrize("protocol", RECEIVERS)
def test_a_receiver_that_is_not_there_changes_nothing_but_a_word(protocol: str, tmp_path: Path) -> None:
    done = generate(
        tmp_path,
        MINIMAL,
        OTEL_EXPORTER_OTLP_ENDPOINT=f"http://127.0.0.1:{free_port()}",
        OTEL_EXPORTER_OTLP_PROTOCOL=protocol,
    )
    assert done.returncode == 0
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert sorted((line["event"], line["signal"]) for line in lines) == [
        ("telemetry was not taken", "metrics"),
        ("telemetry was not taken", "traces"),
    ]


def test_every_wrong_variable_is_told_at_once(tmp_path: Path) -> None:
    done = generate(
        tmp_path,
        MINIMAL,
        OTEL_TRACES_EXPORTER="zipkin",
        OTEL_EXPORTER_OTLP_ENDPOINT="ftp://127.0.0.1:4317",
        OTEL_EXPORTER_OTLP_METRICS_PROTOCOL="pigeon",
    )
    assert done.returncode == 2
    assert [line.split()[-1] for line in done.stderr.splitlines() if line.startswith("error")] == [
        "OTEL_TRACES_EXPORTER",
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        "OTEL_EXPORTER_OTLP_METRICS_PROTOCOL",
    ]


@pytest.mark.parametrize(
    "variables",
    [
        {},
        {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9", "OTEL_SDK_DISABLED": "true"},
        {
            "OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9",
            "OTEL_TRACES_EXPORTER": "none",
            "OTEL_METRICS_EXPORTER": "none",
        },
    ],
)
def test_what_is_off_is_not_loaded_and_no_filter_is_there(variables: dict[str, str], tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from agent.bootstrap import build_agent\n"
        "from tests.support.generation import *\n"
        "agent = build_agent(settings_in(Path(sys.argv[1]) / 'state'))\n"
        "generate(agent, case_named('minimal'), Path(sys.argv[1]) / 'out')\n"
        "watched = ('opentelemetry.sdk', 'opentelemetry.exporter', 'opentelemetry.proto', 'grpc', 'prometheus_client',"
        " 'azure.monitor', 'apprise', 'agent.telemetry.sending', 'agent.telemetry.watching', 'structlog')\n"
        "loaded = [name for name in sys.modules if name.startswith(watched)]\n"
        "print(loaded, len(agent.runner._engine.kernel.function_invocation_filters))"
    )
    clean = {name: value for name, value in os.environ.items() if not name.startswith("OTEL_")}
    command = [sys.executable, "-W", "ignore", "-c", code, str(tmp_path)]
    done = subprocess.run(command, env={**clean, **variables}, capture_output=True, text=True, cwd=ROOT)
    assert (done.stdout, done.stderr) == ("[] 3\n", "")
