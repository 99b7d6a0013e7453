import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from agent.execution.recording.recorder import Recorder
from foundation.model.errors import OutsideError
from foundation.model.run.trace import KnownTrace
from memory.memory import Memory
from memory.sqlite.backend import SqliteBackend
from memory.trace_memory import TraceMemory


def store_in(path: Path) -> TraceMemory:
    return TraceMemory(Memory(SqliteBackend(path)))


def trace(**changes: str) -> KnownTrace:
    values = {
        "trace_id": "t-1",
        "blueprint_id": "b-1",
        "component_scope": "Order",
        "component": "Orders",
        "chart_path": "charts/orders/",
        "digest": "sha256:0",
        "recorded_at": "2025-05-07T22:45:12Z",
        **changes,
    }
    return KnownTrace(**values, artifacts=["deployment.yaml"], environments=["dev"])


def test_what_is_remembered_is_found(tmp_path: Path) -> None:
    store = store_in(tmp_path / "deep" / "memory.sqlite")
    store.remember("acme", trace())
    assert store_in(tmp_path / "deep" / "memory.sqlite").find("acme", "t-1") == [trace()]
    assert store.find("acme", "t-2") == []


def test_a_tenant_never_sees_another_ones_traces(tmp_path: Path) -> None:
    store = store_in(tmp_path / "memory.sqlite")
    store.remember("acme", trace(blueprint_id="of-acme"))
    store.remember("other", trace(blueprint_id="of-other"))
    assert store.find("third", "t-1") == []
    for tenant in ("acme' OR '1'='1", "%", "", "acme\0"):
        assert store.find(tenant, "t-1") == []
    found = {tenant: store.find(tenant, "t-1") for tenant in ("acme", "other")}
    assert {tenant: [record.blueprint_id for record in known] for tenant, known in found.items()} == {
        "acme": ["of-acme"],
        "other": ["of-other"],
    }


def test_each_component_of_a_trace_has_a_record_and_the_newest_comes_first(tmp_path: Path) -> None:
    store = store_in(tmp_path / "memory.sqlite")
    store.remember("acme", trace(component="New", recorded_at="2025-06-01T00:00:00Z", blueprint_id="new"))
    store.remember("acme", trace(component="Old", recorded_at="2025-01-01T00:00:00Z", blueprint_id="old"))
    assert [record.blueprint_id for record in store.find("acme", "t-1")] == ["new", "old"]
    store.remember("acme", trace(component="New", recorded_at="2024-01-01T00:00:00Z", blueprint_id="newest"))
    assert [record.blueprint_id for record in store.find("acme", "t-1")] == ["old", "newest"]


def test_looking_makes_no_file(tmp_path: Path) -> None:
    assert store_in(tmp_path / "state" / "memory.sqlite").find("acme", "t-1") == []
    assert list(tmp_path.iterdir()) == []


def broken_file(path: Path, how: str) -> None:
    store_in(path).remember("acme", trace())
    if how == "garbage":
        path.write_bytes(b"not a database" * 1000)
    elif how == "cut":
        path.write_bytes(path.read_bytes()[:5000])
    else:
        with sqlite3.connect(path) as connection:
            connection.execute({"row": "UPDATE records SET content = '{}'", "table": "DROP TABLE records"}[how])
            if how == "table":
                connection.execute("CREATE TABLE records (other TEXT)")
        connection.close()


@pytest.mark.parametrize("how", ["garbage", "cut", "row", "table"])
def test_a_broken_file_is_an_outside_failure(how: str, tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite"
    broken_file(path, how)
    with pytest.raises(OutsideError) as caught:
        store_in(path).find("acme", "t-1")
    (problem,) = caught.value.problems
    assert problem.code == "memory-unavailable"
    assert str(path) in problem.message
    assert problem.remedy


def test_a_folder_that_cannot_be_written_is_an_outside_failure(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutsideError):
        store_in(tmp_path / "file" / "memory.sqlite").remember("acme", trace())
    with pytest.raises(OutsideError):
        store_in(tmp_path).remember("acme", trace())


def test_a_record_that_is_lost_is_reported_and_does_not_fail_the_run(tmp_path: Path) -> None:
    reports: list[str] = []
    broken = recorder_in(tmp_path, reports)
    broken.remember("acme", trace())
    assert len(reports) == 1
    good = recorder_in(tmp_path / "memory.sqlite", reports)
    good.remember("acme", trace())
    assert good.find("acme", "t-1") == [trace()]
    assert len(reports) == 1


def recorder_in(path: Path, reports: list[str]) -> Recorder:
    return Recorder(Memory(SqliteBackend(path)), lambda: "acme", lambda: "2025-05-07T22:45:12Z", reports.append)


WRITER = """
import sys
from pathlib import Path
from foundation.model.run.trace import KnownTrace
from tests.memory.test_sqlite import store_in

store = store_in(Path(sys.argv[1]))
for number in range(20):
    store.remember("acme", KnownTrace(
        trace_id=f"t-{number}", blueprint_id="b", component_scope="s", component=sys.argv[2], chart_path="c",
        artifacts=[], environments=[], digest="d", recorded_at=f"2025-05-07T22:45:{sys.argv[2]}Z",
    ))
"""


def test_several_processes_write_at_the_same_time(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite"
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(path), str(number)]) for number in range(10, 14)]
    assert [writer.wait() for writer in writers] == [0, 0, 0, 0]
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT count(*) FROM records").fetchone() == (80,)
    connection.close()
    known = store_in(path).find("acme", "t-19")
    assert [record.component for record in known] == ["13", "12", "11", "10"]


def test_a_file_that_was_taken_away_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite"
    store = store_in(path)
    store.remember("acme", trace())
    path.unlink()
    assert store.find("acme", "t-1") == []
    store.remember("acme", trace(blueprint_id="again"))
    assert [record.blueprint_id for record in store.find("acme", "t-1")] == ["again"]
    assert [record.blueprint_id for record in store_in(path).find("acme", "t-1")] == ["again"]


#: Reads and writes as a user who is not root, in a folder that this user may only read.
READER = """
import os, tempfile
from pathlib import Path
from foundation.model.errors import OutsideError
from tests.memory.test_sqlite import store_in, trace

root = os.geteuid() == 0
with tempfile.TemporaryDirectory() as name:
    path = Path(name) / "memory.sqlite"
    store_in(path).remember("acme", trace())
    path.chmod(0o444)
    path.parent.chmod(0o555)
    if root:
        os.setgroups([]), os.setresgid(65534, 65534, -1), os.setresuid(65534, 65534, 0)
    store = store_in(path)
    (known,) = store.find("acme", "t-1")
    try:
        store.remember("acme", known)
    except OutsideError as error:
        print(known.blueprint_id, error.problems[0].code)
    if root:
        os.setresuid(0, 0, 0)
    path.parent.chmod(0o755)
"""


def test_a_folder_that_can_only_be_read_is_read() -> None:
    read = subprocess.run([sys.executable, "-c", READER], capture_output=True, encoding="utf-8", check=False)
    assert (read.stdout, read.stderr) == ("b-1 memory-unavailable\n", "")


def test_records_of_a_killed_process_are_there(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite"
    killed = subprocess.run(
        [sys.executable, "-c", f"{WRITER}\nimport os\nos.kill(os.getpid(), 9)", str(path), "10"], check=False
    )
    assert killed.returncode == -9
    known = [store_in(path).find("acme", f"t-{number}") for number in range(20)]
    assert [len(records) for records in known] == [1] * 20
