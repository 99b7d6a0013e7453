"""What is done on pages: approved, rolled back, sent, taken up again; each by whom it is for, and on record."""

import io
import re
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx2
import pytest

from agent.bootstrap.memory import build_memory
from agent.bootstrap.use_cases.audit.listing import build_list_audit
from agent.settings import Settings
from agent.use_cases.audit.listing import ListAuditCommand
from foundation.model.access import Role
from foundation.model.conversation import Message, TokenUsage
from foundation.model.errors import Problem
from foundation.model.run.rounds import ModelRound
from memory.records.dead_letters import DeadLetter
from tests.doors.http.conftest import MINIMAL, ORDER
from tests.doors.pages.conftest import generated, tokens_for
from tests.support.generation import settings_in
from tests.support.http_server import serving

PEOPLE: dict[str, tuple[Role, str]] = {
    "ann": ("operator", "acme"),
    "bob": ("approver", "acme"),
    "eve": ("approver", "shared"),
    "ops": ("approver", "*"),
}
HOSTILE = "<script>alert(1)</script>\u202e"
#: An exception to a rule, which takes an approver.
WAIVER = (
    'component.policy_exceptions=[{"check": "image-tag", "reason": "the vendor moves the tag", '
    '"approver": "platform team", "expires": "2099-01-01"}]'
)
SignedIn = Callable[[str], httpx2.Client]


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("acting")
    settings = settings_in(folder / "state", workspace=folder)
    assert generated(settings, ORDER, folder / "acme" / "order") == "generated"
    assert generated(settings, MINIMAL, folder / "shared" / "ping") == "generated"
    wrong = Problem(code="event-unreadable", message=f"no such bundle {HOSTILE}", remedy="Send another.")
    letter = DeadLetter(
        id="dead-1", reason="unreadable", channel="http ann", problems=[wrong], recorded_at="2026-01-01T00:00:00Z"
    )
    for tenant in ("acme", "shared"):
        build_memory(settings).of(tenant).dead_letters.put(letter.model_copy(update={"subject": f"of {tenant}"}))
    return settings


@pytest.fixture(scope="module")
def address(settings: Settings) -> Iterator[str]:
    TOKENS.update(tokens_for(PEOPLE, settings))
    with serving(settings) as client:
        yield str(client.base_url)


TOKENS: dict[str, str] = {}


@pytest.fixture
def signed_in(address: str) -> Iterator[SignedIn]:
    clients: list[httpx2.Client] = []

    def client(name: str) -> httpx2.Client:
        made = httpx2.Client(base_url=address, timeout=120)
        clients.append(made)
        assert made.post("/ui/sign-in", data={"token": TOKENS[name]}).status_code == 303
        return made

    yield client
    for made in clients:
        made.close()


def send(client: httpx2.Client, address: str, **fields: str) -> httpx2.Response:
    """Send a form of the client's session."""
    form = client.get("/ui/validate").text.partition('name="form_token" value="')[2].partition('"')[0]
    return client.post(address, data={"form_token": form, **fields})


def newest(client: httpx2.Client, **asked: str) -> dict[str, Any]:
    runs = client.get("/v1/runs", params=asked).json()["runs"]
    found: dict[str, Any] = next(run for run in runs if run["kind"] == "generate")
    return found


def actions(settings: Settings, who: str) -> list[tuple[str, str]]:
    return [(one.action, one.outcome) for one in build_list_audit(settings)(ListAuditCommand(who=who))]


def test_what_takes_leave_waits_until_somebody_else_gives_it(signed_in: SignedIn, settings: Settings) -> None:
    ann, bob, eve = signed_in("ann"), signed_in("bob"), signed_in("eve")
    run = newest(ann)["run_id"]
    again = {"reason": "the vendor moves it", "values": WAIVER, "do": "true"}
    refused = send(ann, f"/ui/runs/{run}/retry", **again)
    assert refused.status_code == 403
    assert "approval-needed" in refused.text
    (asked,) = bob.get("/v1/approvals").json()["approvals"]
    subject = asked["subject"]
    assert (asked["decided_by"], asked["decision"], asked["tenant"]) == ("ann", "requested", "acme")
    assert subject in ann.get("/ui/approvals").text
    assert "Approve</button>" not in ann.get("/ui/approvals").text
    assert send(ann, f"/ui/approvals/{subject}", verdict="approved", reason="mine").status_code == 403
    assert subject not in eve.get("/ui/approvals?every=true").text
    assert eve.get("/v1/approvals").json() == {"approvals": []}
    foreign = send(eve, f"/ui/approvals/{subject}", verdict="approved", reason="not mine")
    assert (foreign.status_code, "approval-unknown" in foreign.text) == (404, True)
    assert "Approve</button>" in bob.get("/ui/approvals").text
    assert bob.post(f"/ui/approvals/{subject}", data={"verdict": "approved", "reason": "why not"}).status_code == 403
    assert send(bob, f"/ui/approvals/{subject}", verdict="approved", reason="looked at it").status_code == 303
    assert "looked at it" in bob.get("/ui/approvals?every=true").text
    assert "passed" in send(ann, f"/ui/runs/{run}/retry", **again).text
    assert ann.get("/v1/runs").json()["runs"][0]["kind"] == "retry"
    assert ("decide", "done") in actions(settings, "bob")


def test_the_api_decides_about_leave_too(signed_in: SignedIn) -> None:
    ann, bob = signed_in("ann"), signed_in("bob")
    run = newest(ann)["run_id"]
    told = ann.post(f"/v1/runs/{run}/retries", params={"reason": "once more", "set": [WAIVER, "component.replicas=3"]})
    assert told.status_code == 403
    (asked,) = bob.get("/v1/approvals").json()["approvals"]
    place = f"/v1/approvals/{asked['subject']}"
    assert bob.post(place, params={"verdict": "rejected", "reason": "x"}).status_code == 422
    assert ann.post(place, params={"verdict": "approved", "reason": "mine"}).status_code == 403
    decided = bob.post(place, params={"verdict": "rejected", "reason": "not this one"})
    assert decided.json() == asked | {
        "decision": "rejected",
        "decided_by": "bob",
        "reason": "not this one",
        "decided_at": decided.json()["decided_at"],
    }
    assert (
        bob.post(
            place.replace("approval-", "approval-x"), params={"verdict": "rejected", "reason": "nothing"}
        ).status_code
        == 404
    )


def test_a_run_is_handed_over_as_a_file(signed_in: SignedIn) -> None:
    ann, eve = signed_in("ann"), signed_in("eve")
    run = newest(ann, component="OrderService")["run_id"]
    answer = ann.get(f"/v1/runs/{run}/handover.zip")
    assert answer.headers["content-disposition"] == f'attachment; filename="{run}.zip"'
    with zipfile.ZipFile(io.BytesIO(answer.content)) as files:
        assert {"HANDOVER.md", "bundle.yaml", "handover.json", "manifests/dev/deployment.yaml"} <= {*files.namelist()}
    patch = ann.get(f"/v1/runs/{run}/handover.patch")
    assert patch.headers["content-type"].startswith("text/x-patch")
    assert f"({run})" in patch.text
    assert ann.get(f"/v1/runs/{run}/handover.zip", headers={"If-None-Match": answer.headers["etag"]}).status_code == 304
    assert eve.get(f"/v1/runs/{run}/handover.zip").status_code == 404


def test_an_output_is_rolled_back_on_a_page(signed_in: SignedIn, settings: Settings) -> None:
    ann = signed_in("ann")
    newer = "component.container_image=ghcr.io/connectsoft/orderservice:1.0.9"
    first = newest(ann, component="OrderService")["run_id"]
    assert generated(settings, ORDER, settings.workspace / "acme" / "order", newer) == "generated"
    form = ann.get(f"/ui/runs/{first}/rollback")
    assert 'value="acme/order"' in form.text
    would = re.search(r'href="([^"]*changes[^"]*)"', form.text)
    assert would is not None
    assert "manifests/dev/deployment.yaml" in ann.get(would[1]).text
    done = send(ann, f"/ui/runs/{first}/rollback", output="acme/order", reason="it was better")
    assert (done.status_code, "passed" in done.text) == (200, True)
    assert ann.get("/v1/runs").json()["runs"][0]["kind"] == "rollback"
    assert send(ann, f"/ui/runs/{first}/rollback", output="../order", reason="elsewhere").status_code == 400
    assert send(ann, f"/ui/runs/{first}/rollback", output="shared/ping", reason="elsewhere").status_code in (404, 422)


def test_events_and_dead_letters_are_those_of_ones_tenants(signed_in: SignedIn, settings: Settings) -> None:
    ann, ops = signed_in("ann"), signed_in("ops")
    page = ann.get("/ui/fleet").text
    assert "of acme" in page
    assert "of shared" not in page
    assert "<script>alert" not in page
    assert "\u202e" not in page
    assert "of shared" in ops.get("/ui/fleet").text
    assert send(ann, "/ui/fleet/relay").status_code == 303
    assert send(ann, "/ui/fleet/events/nothing/replay").status_code == 422
    assert send(ann, "/ui/fleet/dead-letters/dead-1/replay").status_code == 404
    refused = send(ops, "/ui/fleet/dead-letters/dead-1/replay")
    assert (refused.status_code, "dead-letter-empty" in refused.text) == (422, True)
    assert send(ann, "/ui/fleet/dead-letters/dead-1/drop").status_code == 303
    assert "of acme" not in ann.get("/ui/fleet").text
    assert "of shared" in ops.get("/ui/fleet").text
    assert ("relay", "done") in actions(settings, "ann")


def test_values_stand_beside_their_layers(signed_in: SignedIn) -> None:
    ann, eve = signed_in("ann"), signed_in("eve")
    run = newest(ann, component="OrderService")["run_id"]
    page = ann.get(f"/ui/runs/{run}/values", params={"path": "replicas"}).text
    assert "environment prod" in page
    assert "component" in page
    assert eve.get(f"/ui/runs/{run}/values").status_code == 404


def test_what_models_were_asked_is_shown_and_acts_on_nobody(signed_in: SignedIn, settings: Settings) -> None:
    ann, runs = signed_in("ann"), build_memory(settings).of("acme").runs
    record = runs.get(newest(ann, component="OrderService")["run_id"])
    assert record is not None
    asked = ModelRound(
        model="gpt-4o",
        provider="openai",
        messages=[Message(role="system", text=f"draft it\n{HOSTILE}")],
        answer=HOSTILE,
        usage=TokenUsage(input_tokens=100, output_tokens=20),
    )
    runs.put(record.model_copy(update={"run_id": "run-asked", "rounds": [asked]}))
    page = ann.get("/ui/runs/run-asked").text
    assert "gpt-4o (openai), 100 tokens in, 20 out" in page
    assert "draft it\n&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page
    assert "\u202e" not in page
    (told,) = ann.get("/v1/runs/run-asked").json()["rounds"]
    assert told["usage"] == {"input_tokens": 100, "output_tokens": 20}


def test_what_is_similar_is_shown_by_a_trace(signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch) -> None:
    ann, eve = signed_in("ann"), signed_in("eve")
    monkeypatch.delitem(sys.modules, "qdrant_client", raising=False)
    assert ann.get("/ui/similar").status_code == 200
    until = time.monotonic() + 120
    while "qdrant_client" not in sys.modules and time.monotonic() < until:
        time.sleep(0.05)
    assert "qdrant_client" in sys.modules  # what the first question would wait for
    with ThreadPoolExecutor(4) as threads:
        asked = [threads.submit(ann.get, "/ui/similar", params={"trace": "trace-ord-8128"}) for _ in range(4)]
    assert [one.result().status_code for one in asked] == [200] * 4
    assert "Like OrderService" in ann.get("/ui/similar", params={"trace": "trace-ord-8128"}).text
    assert eve.get("/ui/similar", params={"trace": "trace-ord-8128"}).status_code == 404


def test_a_file_is_shown_in_colours(signed_in: SignedIn) -> None:
    ann = signed_in("ann")
    run = newest(ann, component="OrderService")["run_id"]
    page = ann.get(f"/ui/runs/{run}/file", params={"path": "manifests/dev/deployment.yaml"}).text
    assert '<span class="key">apiVersion</span>: apps/v1' in page
    assert "style=" not in page
