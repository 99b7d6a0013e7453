"""What memory answers, whatever keeps it."""

import pytest

from foundation.model.access import NotThereError
from foundation.model.errors import OutsideError
from foundation.model.run.artifacts import Artifact, ArtifactSet
from foundation.model.run.request import Options
from memory.backend import Backend, ChangedError, Row
from memory.memory import Memory
from memory.records.answers import AnswerRecord, answer_id
from memory.records.approvals import ApprovalRecord
from memory.records.audit import AuditRecord
from memory.records.outbox import Delivery
from memory.records.overlays import OverlayRecord
from memory.records.requests import recorded_text
from memory.records.templates import TemplateRecord
from memory.records.traces import trace_map
from memory.scope import Scope
from memory.stores.packs import PACK
from tests.memory.records import AT, FILES, chart, entry, known, left, run


@pytest.fixture
def memory(backend: Backend) -> Memory:
    return Memory(backend)


def test_all_that_a_run_leaves_is_found(memory: Memory) -> None:
    acme = memory.of("acme")
    acme.commit(left(1))
    acme.commit(left(2))
    assert acme.runs.newest() == [run(2), run(1)]
    assert acme.runs.newest(1) == [run(2)]
    assert acme.runs.of_component("Orders") == acme.runs.of_trace("t-1") == acme.runs.of_artifacts(FILES.digest)
    assert acme.runs.named("run-1") == run(1)
    assert acme.runs.named("exec-1") == run(2)
    assert acme.runs.named("exec-2") is None
    assert acme.traces.of_trace("t-1") == acme.traces.of_component("Orders") == [known()]
    assert acme.charts.of_component("Orders") == [chart(2, version="2.0.0"), chart(1)]
    assert acme.outbox.pending() == acme.outbox.of_trace("t-1") == [entry(1), entry(2)]
    assert acme.outbox.of_run("run-2") == [entry(2)]


def test_another_tenant_and_another_workspace_know_nothing_of_it(memory: Memory) -> None:
    memory.of("acme").commit(left())
    for other in (memory.of("other"), Memory(memory.backend, "second").of("acme")):
        assert other.runs.newest() == other.traces.of_trace("t-1") == other.charts.of_component("Orders") == []
        assert other.outbox.pending() == []
        assert other.artifacts.get(FILES.digest) is None
        assert other.runs.named("run-1") is None


def test_the_same_run_again_is_one_record(memory: Memory) -> None:
    acme = memory.of("acme")
    acme.commit(left())
    acme.commit(left())
    assert (acme.runs.newest(), acme.charts.of_component("Orders")) == ([run()], [chart()])
    assert acme.outbox.pending() == [entry()]


def test_artifacts_come_back_byte_for_byte(memory: Memory) -> None:
    acme = memory.of("acme")
    acme.artifacts.put(FILES)
    assert acme.artifacts.has(FILES.digest)
    assert acme.artifacts.get(FILES.digest) == FILES
    assert acme.artifacts.index(FILES.digest) == [file.entry for file in FILES.files]
    assert not acme.artifacts.has("sha256:0")
    assert acme.artifacts.index("sha256:0") is None
    none = ArtifactSet(files=[])
    acme.artifacts.put(none)
    assert acme.artifacts.get(none.digest) == none


@pytest.mark.parametrize("content", [b"", b"x" * 100, b"x\x9c\x03\x00\x00\x00\x00\x01"])
def test_artifacts_that_were_changed_are_not_given_out(memory: Memory, content: bytes) -> None:
    memory.backend.write(Scope("acme"), [Row(PACK, FILES.digest, content)])
    assert damaged(memory) == "memory-damaged"


def test_other_artifacts_in_the_place_of_these_are_not_given_out(memory: Memory) -> None:
    other = ArtifactSet(files=[Artifact(path="a", content=b"b")])
    memory.of("acme").artifacts.put(other)
    ((_, content),) = memory.backend.rows(Scope("acme"), PACK)
    memory.backend.write(Scope("acme"), [Row(PACK, FILES.digest, content)])
    assert damaged(memory) == "memory-damaged"


def damaged(memory: Memory) -> str:
    with pytest.raises(OutsideError) as caught:
        memory.of("acme").artifacts.get(FILES.digest)
    return caught.value.problems[0].code


def test_an_entry_of_the_outbox_is_pending_until_every_bus_has_all_of_it(memory: Memory) -> None:
    outbox = memory.of("acme").outbox
    two = entry(deliveries={"one": Delivery(), "two": Delivery()})
    outbox.put(two)
    assert (two.state, two.waiting) == ("pending", ["one", "two"])
    half = two.model_copy(update={"deliveries": {"one": Delivery(sent=3), "two": Delivery(sent=2, attempts=1)}})
    outbox.replace(two, half)
    outbox.put(entry(2))
    assert (half.waiting, outbox.pending()) == (["two"], [half, entry(2)])
    assert outbox.pending(1) == [half]
    done = half.model_copy(update={"deliveries": {"one": Delivery(sent=3), "two": Delivery(sent=3)}})
    outbox.replace(half, done)
    assert outbox.pending() == [entry(2)]
    assert outbox.of_trace("t-1") == [done, entry(2)]
    for stale in (half, entry(3)):
        with pytest.raises(ChangedError):
            outbox.replace(stale, done)


def test_templates_overlays_and_approvals_are_found(memory: Memory) -> None:
    acme = memory.of("acme")
    used = TemplateRecord(
        template_id="t-v1", component_type="worker", component="Orders", sources={"k8s": "0"}, asked="a", rendered="r",
        recorded_at=AT,
    )  # fmt: skip
    acme.templates.put(used)
    assert acme.templates.last_use("t-v1", "worker", "Orders") == used
    assert acme.templates.of_template("t-v1") == [used]
    for folder in ("/one", "/two"):
        acme.overlays.put(OverlayRecord(folder=folder, digest="d", texts={"a.yaml": "ü"}, recorded_at=AT))
    assert acme.overlays.get("/one") == OverlayRecord(folder="/one", digest="d", texts={"a.yaml": "ü"}, recorded_at=AT)
    assert (acme.overlays.invalidate(dry_run=True), acme.overlays.get("/two") is None) == (2, False)
    assert (acme.overlays.invalidate(), acme.overlays.get("/two"), acme.overlays.invalidate()) == (2, None, 0)
    approval = ApprovalRecord(subject="run-1", kind="draft", decision="approved", decided_by="ann", decided_at=AT)
    acme.approvals.put(approval)
    assert acme.approvals.of_subject("run-1") == [approval]


def test_the_trace_map_is_written_as_the_specification_has_it() -> None:
    assert [one.model_dump() for one in trace_map(known(environments=["qa"]))] == [
        {
            "trace_id": "t-1",
            "component": "Orders",
            "helm_chart": "charts/orders/",
            "artifacts": ["deployment.yaml"],
            "env": "qa",
            "timestamp": AT,
        }
    ]


def test_who_did_what_is_found_by_person_action_and_target(memory: Memory) -> None:
    audit = memory.of("acme").audit
    common = {"at": AT, "source": "token", "door": "http", "tenant": "acme", "outcome": "done"}
    done = [
        AuditRecord.model_validate({**common, "who": who, "action": action, "target": target})
        for who, action, target in (("ann", "retry", "run-1"), ("bob", "retry", ""), ("ann", "rollback", "run-1"))
    ]
    for record in done:
        audit.put(record)
    newest = done[::-1]
    assert audit.newest() == newest
    assert audit.newest(1) == newest[:1]
    assert audit.of_person("ann") == [done[2], done[0]]
    assert audit.of_action("retry") == [done[1], done[0]]
    assert audit.of_target("run-1", 1) == [done[2]]
    assert memory.of("other").audit.newest() == []
    assert len({record.id for record in done}) == 3


def test_of_two_that_begin_an_answer_one_does_and_the_other_finds_it(memory: Memory) -> None:
    answers = memory.of("acme").answers
    first, second = (AnswerRecord(id=answer_id("ann", "key"), request=name, recorded_at=AT) for name in ("a", "b"))
    found, nothing = answers.seen(first.id)
    assert found is None
    answers.begin(first, nothing)
    with pytest.raises(ChangedError):
        answers.begin(second, nothing)
    there = first.model_copy(update={"state": "there", "status": 200, "headers": {"location": "/x"}, "content": "{}"})
    answers.replace(first, there)
    assert answers.get(first.id) == there
    assert memory.of("other").answers.get(first.id) is None
    answers.drop(first.id)
    assert answers.get(first.id) is None


def test_for_whoever_has_other_tenants_one_is_not_there(memory: Memory) -> None:
    memory.of("acme").commit(left(1))
    memory.of("other").commit(left(2))
    own = Memory(memory.backend, memory.workspace, frozenset({"acme", "new"}))
    assert (memory.tenants(), own.tenants()) == (["acme", "other"], ["acme"])
    assert own.of("acme").runs.newest() == [run(1)]
    assert own.of("new").runs.newest() == []
    said = []
    for tenant in ("other", "nobody"):
        with pytest.raises(NotThereError) as caught:
            own.of(tenant)
        said.append(str(caught.value).replace(tenant, "TENANT"))
    assert said[0] == said[1]


def test_no_password_before_a_host_is_kept_whatever_holds_it() -> None:
    inside = {"a robot:Zuck3r-9@host": {"deeper": "x:Zuck3r-9@host", "list": ["https://Zuck3r-9@host/"]}}
    kept = recorded_text({"component": inside, "list": [["robot:Zuck3r-9@host"]]}, "bundle.yaml", Options())
    assert "Zuck3r-9" not in kept.model_dump_json()
    assert set(kept.hidden) == {"component.a (a secret)@host", "list.0.0"}
