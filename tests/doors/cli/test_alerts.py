"""People are told of failures by the command line's runs; what a channel does not take waits in the outbox."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.doors.cli.conftest import Outcome
from tests.support.generation import EXAMPLES
from tests.support.pull_request_host import CREDENTIAL, running_host
from tests.support.receivers import Posted, webhook

Program = Callable[..., Outcome]
MINIMAL = str(EXAMPLES / "minimal.yaml")
BLOCKED = ("generate", MINIMAL, "--set", "component.container_image=ghcr.io/x/ping:latest")


@pytest.fixture
def posted(monkeypatch: pytest.MonkeyPatch) -> Iterator[Posted]:
    with webhook() as received:
        for_whom = f"SecurityArchitectAgent=json://{received.host}/security *=json://{received.host}/others"
        monkeypatch.setenv("INFRA_ENGINEER_ALERT_CHANNELS", for_whom)
        yield received


@pytest.mark.usefixtures("workspace")
def test_whoever_is_concerned_is_told_once(program: Program, posted: Posted) -> None:
    assert program(*BLOCKED).code == 1
    assert [body["title"] for body in posted.bodies] == ["Ping: policy_violation"]
    assert (
        "- image-tag Deployment/ping spec.template.spec.containers[0].image: the image" in posted.bodies[0]["message"]
    )
    assert "Trace trace-ping-0001" in posted.bodies[0]["message"]


@pytest.mark.usefixtures("workspace")
def test_all_others_are_told_where_nobody_else_is(program: Program, posted: Posted) -> None:
    assert program("generate", MINIMAL, "--set", "trace_id=null").code == 2
    assert [body["title"] for body in posted.bodies] == ["Ping: trace_missing"]


@pytest.mark.usefixtures("workspace")
def test_bundles_that_cannot_be_read_are_told_too(program: Program, posted: Posted, workspace: Path) -> None:
    (workspace / "bad.yaml").write_text("component: [")
    assert program("generate", "bad.yaml").code == 2
    assert [body["title"].partition(": ")[2] for body in posted.bodies] == ["yaml_schema_error"]


@pytest.mark.usefixtures("workspace")
def test_an_alert_waits_for_a_channel_that_is_down(program: Program, posted: Posted) -> None:
    posted.status = 503
    failed = program(*BLOCKED)
    assert failed.code == 1
    assert "alerts:SecurityArchitectAgent" in failed.err
    assert "alerts:SecurityArchitectAgent" in program("events", "list").out
    posted.status = 200
    assert program("events", "relay").code == 0
    assert [body["title"] for body in posted.bodies] == ["Ping: policy_violation"]
    assert "alerts:SecurityArchitectAgent" not in program("events", "list").out


@pytest.mark.usefixtures("workspace")
def test_a_run_that_went_well_alarms_nobody(program: Program, posted: Posted) -> None:
    assert program("generate", MINIMAL).code == 0
    assert posted.bodies == []


def test_events_that_a_channel_refuses_for_good_alarm_somebody(
    program: Program, posted: Posted, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with webhook() as refusing:
        refusing.status = 422
        monkeypatch.setenv("INFRA_ENGINEER_EVENT_CHANNELS", f"http://{refusing.host}/events")
        assert program("generate", MINIMAL, "-o", str(workspace / "out")).code == 0
    assert [body["title"] for body in posted.bodies] == ["the outbox: dead_letters"]
    assert "the receiver answered with HTTP 422" in posted.bodies[0]["message"]


def test_the_pull_request_of_a_bundle_is_told_where_and_when_it_is_mended(
    program: Program, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running_host() as host:
        monkeypatch.setenv("INFRA_ENGINEER_PULL_REQUESTS", f"github+http://{CREDENTIAL}@{host.address}/own")
        address = f"https://{host.address}/own/shop/pull/7"
        linked = f"pull_request: {{url: '{address}', trace_id: trace-ping-0001}}\n"
        bundle = (EXAMPLES / "minimal.yaml").read_text() + linked
        (workspace / "bundle.yaml").write_text(bundle.replace("ping:1.0.0", "ping:latest"))
        host.files = {"bundle.yaml": "@@ -0,0 +1,12 @@\n" + "+x\n" * 12}
        failed = program("generate", "bundle.yaml")
        assert (failed.code, CREDENTIAL in failed.err) == (1, False)
        (note,) = host.notes
        line = bundle.splitlines()[note["line"] - 1]
        assert (note["path"], "container_image" in line) == ("bundle.yaml", True)
        assert "was not generated:** `policy_violation`" in host.comments[0]["body"]
        (workspace / "bundle.yaml").write_text(bundle)
        assert program("generate", "bundle.yaml").code == 0
        assert [("is generated" in comment["body"]) for comment in host.comments] == [True]
    assert CREDENTIAL not in "".join(path.read_text() for path in workspace.rglob("events.jsonl"))
