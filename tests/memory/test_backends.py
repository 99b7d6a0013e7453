"""What every backend keeps to."""

import threading

import pytest

from memory.backend import Backend, ChangedError, Expected, Row, Size
from memory.scope import Scope
from tests.memory.conftest import Opens

ACME = Scope("acme")
NAMES = ["", "a", "acme' OR '1'='1", "%", "*", "acme\0", "acme/default", "a:b", "ü€", "a b\n", "{acme}", "x" * 300]


def rows(*names: str, kind: str = "run", field: str = "all", value: str = "") -> list[Row]:
    return [Row(kind, name, f"content of {name}".encode(), ((field, value),)) for name in names]


def found(backend: Backend, value: str = "", **how: object) -> list[str]:
    contents = backend.find(ACME, "run", "all", value, **how)  # type: ignore[arg-type]
    return [content.decode().removeprefix("content of ") for content in contents]


def test_an_empty_one_knows_nothing(backend: Backend) -> None:
    assert backend.get(ACME, "run", ["a"]) == {}
    assert backend.get(ACME, "run", []) == {}
    assert found(backend) == []
    assert list(backend.rows(ACME, "run")) == []
    assert backend.keys(ACME, "run") == []
    assert backend.scopes() == []
    assert backend.sizes() == []
    assert backend.place


def test_what_is_written_is_there_for_others_too(opened: Opens) -> None:
    opened().write(ACME, rows("a", "b"))
    other = opened()
    assert other.get(ACME, "run", ["b", "a", "c"]) == {"a": b"content of a", "b": b"content of b"}
    assert other.get(ACME, "trace", ["a"]) == {}
    assert list(other.rows(ACME, "run")) == [("a", b"content of a"), ("b", b"content of b")]


def test_any_bytes_and_any_names_come_back(backend: Backend) -> None:
    written = [Row("pack", name, bytes(range(256)) + name.encode(), (("all", ""), (name, name))) for name in NAMES]
    backend.write(ACME, written)
    assert backend.get(ACME, "pack", NAMES) == {row.key: row.content for row in written}
    assert list(backend.rows(ACME, "pack")) == [(row.key, row.content) for row in written]
    for row in written:
        assert backend.find(ACME, "pack", row.key, row.key) == [row.content]


def test_a_scope_never_sees_another_one(backend: Backend) -> None:
    scopes = [Scope(tenant, workspace) for tenant in NAMES for workspace in ("default", "other", "acme/default")]
    for number, scope in enumerate(scopes):
        backend.write(scope, [Row("run", "a", str(number).encode(), (("all", ""),))])
    for number, scope in enumerate(scopes):
        assert backend.get(scope, "run", ["a"]) == {"a": str(number).encode()}
        assert backend.find(scope, "run", "all", "") == [str(number).encode()]
        assert list(backend.rows(scope, "run")) == [("a", str(number).encode())]
    assert sorted(backend.sizes(), key=lambda size: size.scope) == [
        Size(scope, "run", 1, len(str(scopes.index(scope)))) for scope in sorted(scopes)
    ]
    assert backend.scopes() == sorted(scopes)
    backend.write(scopes[0], [], removed=[("run", "a")])
    assert backend.get(scopes[0], "run", ["a"]) == {}
    assert backend.get(scopes[1], "run", ["a"]) == {"a": b"1"}


def test_lookups_give_the_newest_first(backend: Backend) -> None:
    backend.write(ACME, rows("a", "b"))
    backend.write(ACME, rows("c"))
    backend.write(ACME, rows("d", value="else"))
    assert found(backend) == ["c", "b", "a"]
    assert found(backend, limit=2) == ["c", "b"]
    assert found(backend, oldest_first=True) == ["a", "b", "c"]
    assert found(backend, limit=1, oldest_first=True) == ["a"]
    assert found(backend, limit=0) == []
    assert found(backend, "else") == ["d"]


def test_rows_are_left_out_and_found_by_several_lookups_by_the_index(backend: Backend) -> None:
    for number in range(6):
        lookups = (("all", ""), ("odd", str(number % 2)), ("third", str(number % 3)))
        backend.write(ACME, [Row("run", str(number), f"content of {number}".encode(), lookups)])
    assert found(backend, skip=1, limit=2) == ["4", "3"]
    assert found(backend, skip=4, limit=9) == ["1", "0"]
    assert found(backend, skip=4) == ["1", "0"]
    assert found(backend, skip=1, limit=2, oldest_first=True) == ["1", "2"]
    assert found(backend, skip=6, limit=1) == []
    assert found(backend, skip=1, limit=0) == []
    assert found(backend, also=[("odd", "1")]) == ["5", "3", "1"]
    assert found(backend, also=[("odd", "1")], skip=1, limit=1) == ["3"]
    assert found(backend, also=[("odd", "1"), ("third", "0")]) == ["3"]
    assert found(backend, also=[("odd", "1"), ("third", "0")], skip=1) == []
    assert found(backend, also=[("odd", "2")], limit=3) == []


def test_rows_are_counted_by_lookups(backend: Backend) -> None:
    assert backend.counts(ACME, "run", [("all", "")]) == [0]
    backend.write(ACME, [*rows("a", "b"), *rows("c", value="else"), *rows("d", kind="pack")])
    backend.write(Scope("other"), rows("a"))
    backend.write(ACME, rows("b", value="else"))
    assert backend.counts(ACME, "run", [("all", ""), ("all", "else"), ("all", "never")]) == [1, 2, 0]
    assert backend.counts(ACME, "run", []) == []


def test_what_is_written_again_is_replaced_with_its_lookups_and_becomes_the_newest(backend: Backend) -> None:
    backend.write(ACME, rows("a", "b", "c"))
    backend.write(ACME, rows("b"))
    assert found(backend) == ["b", "c", "a"]
    backend.write(ACME, rows("c", value="else"))
    assert found(backend) == ["b", "a"]
    assert found(backend, "else") == ["c"]
    assert [key for key, _ in backend.rows(ACME, "run")] == ["a", "b", "c"]
    assert backend.keys(ACME, "run") == ["a", "b", "c"]
    assert backend.keys(ACME, "run", 2) == ["a", "b"]
    assert backend.keys(ACME, "run", 0) == []
    assert backend.keys(ACME, "trace") == []


def test_what_stays_keeps_its_place(backend: Backend) -> None:
    backend.write(ACME, rows("a", "b", "c"))
    backend.write(ACME, [Row("run", "a", b"content of new", (("all", ""),), stays=True)])
    assert found(backend, oldest_first=True) == ["new", "b", "c"]


def test_what_is_removed_is_gone_and_so_are_its_lookups(backend: Backend) -> None:
    backend.write(ACME, rows("a", "b", "c"))
    backend.write(ACME, rows("d"), removed=[("run", "b"), ("run", "never"), ("trace", "a")])
    assert found(backend) == ["d", "c", "a"]
    assert backend.get(ACME, "run", ["b"]) == {}


def test_what_is_written_and_removed_in_one_is_written(backend: Backend) -> None:
    backend.write(ACME, rows("a"))
    backend.write(ACME, rows("a"), removed=[("run", "a")])
    assert found(backend) == ["a"]


def test_a_write_is_whole_or_not_at_all(backend: Backend) -> None:
    backend.write(ACME, rows("a"))
    for wrong in (Expected("run", "a", b"other"), Expected("run", "a", None), Expected("run", "b", b"")):
        with pytest.raises(ChangedError):
            backend.write(ACME, rows("c"), removed=[("run", "a")], expected=[wrong])
    assert found(backend) == ["a"]
    right = [Expected("run", "a", b"content of a"), Expected("run", "b", None)]
    backend.write(ACME, rows("b"), removed=[("run", "a")], expected=right)
    assert found(backend) == ["b"]


def test_of_many_who_expect_the_same_one_writes(opened: Opens) -> None:
    opened().write(ACME, rows("a"))
    won: list[int] = []

    def attempt(number: int) -> None:
        try:
            expected = [Expected("run", "a", b"content of a")]
            opened().write(ACME, [Row("run", "a", str(number).encode())], expected=expected)
        except ChangedError:
            return
        won.append(number)

    threads = [threading.Thread(target=attempt, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (winner,) = won
    assert opened().get(ACME, "run", ["a"]) == {"a": str(winner).encode()}


def test_many_rows_and_a_large_one(backend: Backend) -> None:
    many = [Row("run", f"row-{number:04}", b"x" * 100, (("all", ""),)) for number in range(120)]
    backend.write(ACME, [*many, Row("pack", "large", b"y" * 5_000_000)])
    assert len(backend.find(ACME, "run", "all", "")) == 120
    assert len(backend.get(ACME, "run", [row.key for row in many])) == 120
    assert backend.get(ACME, "pack", ["large"]) == {"large": b"y" * 5_000_000}
    assert backend.sizes() == [Size(ACME, "pack", 1, 5_000_000), Size(ACME, "run", 120, 12_000)]
