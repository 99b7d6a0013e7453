"""Memory moves between backends, and what is no memory does not get in."""

import json

import pytest

from foundation.model.errors import InputError
from memory.backend import Backend
from memory.memory import Memory
from memory.sqlite.backend import SqliteBackend
from memory.transfer import check_lines, exported, import_lines
from tests.memory.conftest import Opens
from tests.memory.records import FILES, chart, entry, left, run


def test_what_one_exports_another_takes(backend: Backend, tmp_path_factory: pytest.TempPathFactory) -> None:
    for tenant in ("acme", "other"):
        for number in (1, 2):
            Memory(backend).of(tenant).commit(left(number))
    lines = list(exported(backend))
    assert json.loads(lines[0]) == {"format": "infra-engineer-memory", "version": 1}
    assert check_lines(lines, "file") == len(lines) - 1 == 16
    other = SqliteBackend(tmp_path_factory.mktemp("other") / "memory.sqlite")
    for _ in range(2):
        assert import_lines(other, lines) == {"chart": 4, "outbox": 4, "pack": 2, "run": 4, "trace": 2}
        assert list(exported(other)) == lines
    acme = Memory(other).of("acme")
    assert acme.runs.newest() == [run(2), run(1)]
    assert acme.charts.of_component("Orders") == [chart(2, version="2.0.0"), chart(1)]
    assert acme.outbox.pending() == [entry(1), entry(2)]
    assert acme.artifacts.get(FILES.digest) == FILES


def test_one_tenant_is_exported_alone(backend: Backend) -> None:
    for tenant in ("acme", "other"):
        Memory(backend).of(tenant).commit(left())
    assert {json.loads(line)["tenant"] for line in list(exported(backend, "acme"))[1:]} == {"acme"}
    assert len(list(exported(backend, "nobody"))) == 1


def test_an_empty_memory_is_exported_and_imported(opened: Opens) -> None:
    lines = list(exported(opened()))
    assert check_lines(lines, "file") == 0
    assert import_lines(opened(), lines) == {}


HEADER = '{"format": "infra-engineer-memory", "version": 1}\n'
WHOSE = {"tenant": "acme", "workspace": "default"}


@pytest.mark.parametrize(
    ("lines", "wrong"),
    [
        ([], [1]),
        (["\n"], [1]),
        (['{"format": "infra-engineer-memory", "version": 2}\n'], [1]),
        (["[]\n", "{}\n"], [1, 2]),
        ([HEADER, "\n", "no json\n", "[]\n", "{}\n"], [2, 3, 4, 5]),
        ([HEADER, json.dumps({**WHOSE, "kind": "unknown", "record": {}})], [2]),
        ([HEADER, json.dumps({**WHOSE, "kind": "run", "record": {"run_id": "x"}})], [2]),
        ([HEADER, json.dumps({**WHOSE, "kind": "pack", "content": "eA=="})], [2]),
        ([HEADER, json.dumps({**WHOSE, "tenant": 1, "kind": "pack", "content": ""})], [2]),
        ([HEADER, "[" * 100_000], [2]),
    ],
)
def test_every_line_that_is_no_record_is_told(lines: list[str], wrong: list[int]) -> None:
    with pytest.raises(InputError) as caught:
        check_lines(lines, "file.jsonl")
    assert [problem.line for problem in caught.value.problems] == wrong
    assert {problem.code for problem in caught.value.problems} == {"memory-line-wrong"}
    assert {problem.file for problem in caught.value.problems} == {"file.jsonl"}
