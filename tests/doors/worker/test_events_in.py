"""From what anybody may send to the work that it asks for; what is wrong is told, and nothing of it is done."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from agent.bootstrap.use_cases.fleet.carrying_out import build_carry_out
from agent.doors.worker.duties import Output, Source, carry_out_work, give_up_work
from agent.use_cases.fleet.carry_out import CarryOutCommand
from foundation.model.errors import OutsideError
from tests.doors.worker.conftest import HTTP, STREAM, Door
from tests.support.generation import EXAMPLES, ROOT

BUNDLE: dict[str, Any] = yaml.safe_load((EXAMPLES / "minimal.yaml").read_text())
TRACE = BUNDLE["trace_id"]
APPLICATION: dict[str, Any] = {
    "trace_id": "trace-shop",
    "blueprint_id": "usecase-shop",
    "component_scope": "Shop",
    "components": [{**BUNDLE["component"], "name": "Cart"}, {**BUNDLE["component"], "name": "Stock"}],
}
ACME = Source(channel="acme", tenants=frozenset({"acme"}), buries=False)
SCHEMA = json.loads((ROOT / "docs" / "incoming-events.schema.json").read_text())


def ready(**more: Any) -> dict[str, Any]:
    return {"event": "BlueprintReady", "trace_id": TRACE, "bundle": BUNDLE, **more}


def cloud(**more: Any) -> dict[str, Any]:
    data = {key: value for key, value in ready().items() if key != "event"}
    return {
        "specversion": "1.0",
        "id": "1",
        "source": "/registry",
        "type": "com.x.BlueprintReady",
        "data": data,
        **more,
    }


def without(event: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in event.items() if name not in names}


UNREADABLE: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "event-unreadable"),
    "no JSON": (b"BlueprintReady", "event-unreadable"),
    "half": (b'{"event": "BlueprintReady"', "event-unreadable"),
    "list": (b"[1]", "event-unreadable"),
    "twice": (b'{"event": "BlueprintReady", "event": "CommitCompleted"}', "event-unreadable"),
    "no number": (b'{"event": "BlueprintReady", "trace_id": "t", "bundle": {"a": NaN}}', "event-unreadable"),
    "digits": (b'{"event": "BlueprintReady", "bundle": {"a": ' + b"9" * 5000 + b"}}", "event-unreadable"),
    "nested": (b'{"bundle":' * 100_000, "event-unreadable"),
    "deep": (b'{"bundle":' * 100 + b"1" + b"}" * 100, "yaml-too-deep"),
    "not UTF-8": (b'{"event": "\xff"}', "not-utf8"),
    "huge": (b" " * 5_000_000, "event-unreadable"),
    "unknown": (b'{"event": "InfrastructureGenerated"}', "event-type-unknown"),
    "no name": (b"{}", "event-type-unknown"),
    "name of another type": (b'{"event": {"a": 1}}', "event-type-unknown"),
}
WRONG: dict[str, tuple[dict[str, Any], list[str]]] = {
    "no trace": (without(ready(), "trace_id"), ["missing-key"]),
    "no bundle": (without(ready(), "bundle"), ["wrong-value"]),
    "two bundles": (ready(bundle_run="run-1"), ["wrong-value"]),
    "misspelt": (ready(tennant="acme"), ["unknown-key"]),
    "wrong types": (ready(tenant=7, component=[], target_environment={}), ["wrong-type"] * 3),
    "tenant that is a path": (ready(tenant="../acme"), ["wrong-value"]),
    "trace that is a path": (ready(trace_id="../../x"), ["wrong-value"]),
    "image that is none": (
        {"event": "CommitCompleted", "trace_id": TRACE, "bundle": BUNDLE, "container_image": "x; rm -rf /"},
        ["wrong-value"],
    ),
    "bundle that is none": (ready(bundle=7), ["wrong-type"]),
    "another specversion": (cloud(specversion="0.3"), ["wrong-value"]),
    "no id": (without(cloud(), "id"), ["missing-key"]),
    "no JSON in it": (cloud(datacontenttype="text/xml"), ["wrong-value"]),
    "binary data": ({**without(cloud(), "data"), "data_base64": "e30="}, ["missing-key"]),
    "names that differ": (cloud(data={**ready(), "event": "CommitCompleted"}), ["wrong-value"]),
}
PATHS = ["../bundle.yaml", "/etc/passwd", "a/../../b.yaml", ".ssh/id", "a\\b", "a//b", "a/", "", "x" * 300, "a\x00b"]


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_is_no_event(name: str, door: Door) -> None:
    content, code = UNREADABLE[name]
    assert door.codes(content) == [code]


@pytest.mark.parametrize("name", WRONG)
def test_an_event_of_another_form(name: str, door: Door) -> None:
    event, expected = WRONG[name]
    assert sorted(door.codes(event)) == sorted(expected)


@pytest.mark.parametrize("path", PATHS)
def test_a_file_that_is_not_below_the_workspace(path: str, door: Door) -> None:
    assert set(door.codes(without(ready(bundle_path=path), "bundle"))) <= {"wrong-value", "file-unreadable"}


def test_a_link_out_of_the_workspace(door: Door) -> None:
    (door.workspace / "link.yaml").symlink_to(EXAMPLES / "minimal.yaml")
    assert door.codes(without(ready(bundle_path="link.yaml"), "bundle")) == ["file-unreadable"]


@pytest.mark.parametrize(
    ("event", "valid"),
    [
        (ready(), True),
        (ready(target_environment=["dev", "prod"], tenant="acme"), True),
        ({"event": "CommitCompleted", "trace_id": TRACE, "container_image": "ghcr.io/x/y:1.0.0"}, True),
        *((event, False) for name, (event, _) in WRONG.items() if "specversion" not in event),
    ],
)
def test_the_published_schema_says_the_same(event: dict[str, Any], valid: bool) -> None:
    assert Draft202012Validator(SCHEMA).is_valid(event) is valid


def test_an_envelope_asks_for_the_same_as_a_flat_payload(door: Door) -> None:
    (flat,), (wrapped,) = door.jobs(ready()), door.jobs(cloud(traceparent=f"00-{'a' * 32}-{'b' * 16}-01", later="x"))
    assert wrapped.model_copy(update={"asker": flat.asker}) == flat
    assert wrapped.asker is not None
    assert (wrapped.asker.id, wrapped.asker.sender, wrapped.asker.event) == ("1", "/registry", "BlueprintReady")
    assert wrapped.asker.traceparent == f"00-{'a' * 32}-{'b' * 16}-01"


def test_text_and_file_ask_for_the_same_as_an_object(door: Door) -> None:
    (door.workspace / "ping.yaml").write_text((EXAMPLES / "minimal.yaml").read_text())
    found = [
        door.jobs(ready()),
        door.jobs(ready(bundle=yaml.safe_dump(BUNDLE))),
        door.jobs(without(ready(bundle_path="ping.yaml"), "bundle")),
    ]
    assert len({job.key for (job,) in found}) == 1


def test_an_application_asks_for_each_of_its_components(door: Door) -> None:
    event = ready(trace_id="trace-shop", bundle=APPLICATION)
    assert [json.loads(job.bundle)["component"]["name"] for job in door.jobs(event)] == ["Cart", "Stock"]
    (job,) = door.jobs({**event, "component": "Stock"})
    assert json.loads(job.bundle)["component"]["name"] == "Stock"
    assert door.codes({**event, "component": "Till"}) == ["component-unknown"]


def test_the_event_fills_what_the_bundle_leaves_out(door: Door) -> None:
    bare = without(BUNDLE, "trace_id", "blueprint_id", "component_scope")
    named = {name: BUNDLE[name] for name in ("blueprint_id", "component_scope")}
    (filled,), (whole,) = door.jobs(ready(bundle=bare, **named)), door.jobs(ready())
    assert filled.key == whole.key
    assert door.codes(ready(trace_id="trace-other", blueprint_id="usecase-other")) == ["event-contradicts"] * 2
    assert door.codes(ready(tenant="acme", bundle={**BUNDLE, "tenant": "globex"})) == ["event-contradicts"]


def test_a_sender_speaks_for_its_own_tenants_alone(door: Door) -> None:
    assert len(door.jobs(ready(tenant="acme"), ACME)) == 1
    assert len(door.jobs(ready(tenant="acme", bundle={**BUNDLE, "tenant": "acme"}), ACME)) == 1
    assert door.codes(ready(tenant="globex"), ACME) == ["tenant-refused"]
    assert door.codes(ready(), ACME) == ["tenant-refused"]
    assert door.codes(ready(tenant="acme", bundle={**BUNDLE, "tenant": "globex"}), ACME) == ["event-contradicts"]
    (door.workspace / "globex").mkdir(exist_ok=True)
    (door.workspace / "globex" / "secret.yaml").write_text("password: HIDDEN\n")
    named = without(ready(tenant="acme", bundle_path="globex/secret.yaml"), "bundle")
    assert door.codes(named, ACME) == ["tenant-refused"]


def generated(door: Door, tmp_path: Path, event: dict[str, Any]) -> str:
    (job,) = door.jobs(event)
    done = build_carry_out(door.agent)(CarryOutCommand(job=job, folder=door.workspace / tmp_path.name))
    assert done.run_id is not None, done.result
    return done.run_id


def test_work_that_another_worker_accepted_by_other_templates_is_done_as_here_and_told(door: Door) -> None:
    (job,) = door.jobs(ready(trace_id="trace-mixed", bundle={**BUNDLE, "trace_id": "trace-mixed"}))
    assert job.basis is not None
    other = job.basis.model_copy(update={"templates": ["sha256:0"], "release": "sha256:0"})
    carry_out, folder = build_carry_out(door.agent), door.workspace / "mixed"
    told = carry_out(CarryOutCommand(job=job.model_copy(update={"basis": other}), folder=folder))
    assert [(one.code, one.message) for one in told.warnings] == [
        ("fleet-differs", "work is done by other templates, agent than those of whoever accepted it")
    ]
    again = carry_out(CarryOutCommand(job=job, folder=folder))
    assert (again.warnings, again.digest, again.run_id) == ([], told.digest, told.run_id)


def test_work_that_this_version_cannot_read_may_be_another_ones_and_is_kept_as_a_letter_in_the_end(door: Door) -> None:
    (work,) = door.works(json.dumps(ready()).encode())
    for text in ("", "{}", "[" * 99_999, work.text[:-1] + ', "of_tomorrow": 1}'):
        with pytest.raises(OutsideError) as caught:
            carry_out_work(door.agent, text, Output(folder=door.workspace / "out"), last=False)
        assert [problem.code for problem in caught.value.problems] == ["work-unreadable"]
        give_up_work(door.agent, text, caught.value.problems)
    letters = [one for one in door.memory.of("shared").dead_letters.oldest() if one.channel == "fleet"]
    assert [(one.reason, one.kept) for one in letters] == [("given-up", None)] * 4


def test_a_commit_means_what_was_last_asked_for(door: Door, tmp_path: Path) -> None:
    bundle = {**BUNDLE, "trace_id": "trace-commit", "tenant": "acme"}
    commit = {"event": "CommitCompleted", "trace_id": "trace-commit", "tenant": "acme"}
    assert door.codes(commit) == ["trace-unknown"]
    run = generated(door, tmp_path, ready(trace_id="trace-commit", bundle=bundle))
    (first,) = door.jobs(ready(trace_id="trace-commit", bundle=bundle))
    (again,), (named,) = door.jobs(commit), door.jobs({**commit, "bundle_run": run})
    assert again.key == named.key == first.key
    (changed,) = door.jobs({**commit, "container_image": "ghcr.io/connectsoft/ping:2.0.0", "commit": "abc"})
    assert json.loads(changed.bundle)["component"]["container_image"] == "ghcr.io/connectsoft/ping:2.0.0"
    assert changed.key != first.key
    for tenant in ({}, {"tenant": "globex"}):
        assert door.codes({**without(commit, "tenant"), **tenant}) == ["trace-unknown"]
        assert door.codes({**without(commit, "tenant"), **tenant, "bundle_run": run}) == ["run-unknown"]
    several = {"event": "CommitCompleted", "trace_id": "trace-shop", "bundle": APPLICATION}
    assert door.codes({**several, "container_image": "ghcr.io/x/y:2.0.0"}) == ["many-bundles"]


def test_what_a_bundle_is_refused_for_is_announced_and_kept(door: Door) -> None:
    wrong = ready(tenant="acme", repo="ping", bundle={**BUNDLE, "component": {**BUNDLE["component"], "replicas": -1}})
    assert door.works(json.dumps(wrong).encode(), STREAM) == []
    (letter,) = [one for one in door.memory.of("acme").dead_letters.oldest() if one.subject == "ping"]
    assert (letter.reason, letter.kept, [problem.code for problem in letter.problems]) == (
        "refused",
        "event",
        ["wrong-value"],
    )
    told = (door.agent.settings.state_dir / "events.jsonl").read_text().splitlines()
    assert json.loads(told[-1])["event"] == "InfrastructureGenerationFailed"


@pytest.mark.parametrize("as_text", [False, True])
def test_no_secret_is_in_a_dead_letter(as_text: bool, door: Door) -> None:
    secret = "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"
    bundle = {**BUNDLE, "component": {**BUNDLE["component"], "env": [{"name": "TOKEN", "value": secret}]}}
    tenant = f"hush-{as_text}".lower()
    event = ready(tenant=tenant, repo=secret, bundle=yaml.safe_dump(bundle) if as_text else bundle)
    for work in door.works(json.dumps(event).encode(), STREAM):
        assert carry_out_work(door.agent, work.text, Output(folder=door.workspace / "out"), last=False) is None
    assert door.works(json.dumps({**event, "component": 7}).encode() + b"x", STREAM) == []
    letters = [*door.memory.of(tenant).dead_letters.oldest(), *door.memory.of("shared").dead_letters.oldest()]
    assert secret not in "".join(letter.model_dump_json() for letter in letters)
    (refused,) = door.memory.of(tenant).dead_letters.oldest()
    assert (refused.kept, refused.content, refused.reason) == (None, None, "refused")


def test_what_a_tenant_may_not_ask_for_is_nobody_elses_letter(door: Door) -> None:
    restricted = Source(channel="acme", tenants=frozenset({"acme"}))
    assert door.works(json.dumps(ready(tenant="initech")).encode(), restricted) == []
    assert door.memory.of("initech").dead_letters.oldest() == []


def test_an_answer_is_given_and_nothing_kept_where_the_sender_waits(door: Door) -> None:
    before = len(door.memory.of("shared").dead_letters.oldest())
    door.codes(b"{", HTTP)
    assert len(door.memory.of("shared").dead_letters.oldest()) == before
