"""Memory as lines of JSON, which any backend takes; docs/memory.md has their form."""

import base64
import json
import struct
import zlib
from collections.abc import Iterable, Iterator
from typing import Any

from foundation.model.errors import InputError, OutsideError, Problem
from memory.backend import Backend, Row
from memory.kinds import KINDS
from memory.scope import Scope
from memory.stores.packs import PACK, pack_row, unpacked

FORMAT = "infra-engineer-memory"
VERSION = 1
#: So many rows are written at once.
_AT_ONCE = 50


def exported(backend: Backend, tenant: str | None = None) -> Iterator[str]:
    """Yield all that memory holds: a line that says what follows, then a record a line, the oldest of a kind first.

    What cannot be read is passed over, and told when all else has been given.

    Args:
        backend: what keeps the rows.
        tenant: whose records; everybody's by default.

    Raises:
        OutsideError: memory cannot be read; or some records in it cannot, each of which is named.
    """
    problems: list[Problem] = []
    yield _line({"format": FORMAT, "version": VERSION})
    for size in backend.sizes():
        if tenant is not None and size.scope.tenant != tenant:
            continue
        for key, content in backend.rows(size.scope, size.kind):
            whose = {"tenant": size.scope.tenant, "workspace": size.scope.workspace, "kind": size.kind}
            try:
                told = _content(size.kind, content)
            except (ValueError, KeyError):
                problems.append(_unreadable(size.kind, key, backend.place))
                continue
            yield _line(whose | told)
    if problems:
        raise OutsideError(*problems)


def check_lines(lines: Iterable[str], file: str) -> int:
    """Look at lines before anything is written of them.

    Args:
        lines: the lines.
        file: name of the file, for messages.

    Returns:
        The number of records.

    Raises:
        InputError: with every line that is none.
    """
    problems: list[Problem] = []
    number = 0
    for number, line in enumerate(lines, 1):
        try:
            _require_header(line) if number == 1 else _row(line)
        except (ValueError, KeyError, TypeError, RecursionError, zlib.error, struct.error) as error:
            problems.append(_wrong(file, number, error))
    if number == 0:
        problems.append(_wrong(file, 1, ValueError("the file is empty")))
    if problems:
        raise InputError(*problems)
    return number - 1


def import_lines(backend: Backend, lines: Iterable[str]) -> dict[str, int]:
    """Write lines that ``check_lines`` has found good; a record that is there already is replaced.

    Args:
        backend: what keeps the rows.
        lines: the lines.

    Returns:
        How many records there were of each kind.
    """
    counts: dict[str, int] = {}
    waiting: dict[Scope, list[Row]] = {}
    for number, line in enumerate(lines, 1):
        if number == 1:
            continue
        scope, row = _row(line)
        counts[row.kind] = counts.get(row.kind, 0) + 1
        waiting.setdefault(scope, []).append(row)
        if len(waiting[scope]) >= _AT_ONCE:
            backend.write(scope, waiting.pop(scope))
    for scope, rows in waiting.items():
        backend.write(scope, rows)
    return dict(sorted(counts.items()))


def _line(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False) + "\n"


def _content(kind: str, content: bytes) -> dict[str, Any]:
    """Return what a row holds.

    Raises:
        ValueError, KeyError: nobody of this version can read it.
    """
    if kind == PACK:
        return {"content": base64.b64encode(content).decode()}
    KINDS[kind].record(content)
    return {"record": json.loads(content)}


def _unreadable(kind: str, key: str, place: str) -> Problem:
    message = f"the {kind} {key} in the memory {place} cannot be read, and is not in the export"
    remedy = "Use the version of the agent that wrote it, or remove what is broken."
    return Problem(code="memory-unavailable", message=message, remedy=remedy)


def _require_header(line: str) -> None:
    header = json.loads(line)
    if not isinstance(header, dict) or header.get("format") != FORMAT:
        raise ValueError("the first line does not say that this is an export of memory")
    if header.get("version") != VERSION:
        raise ValueError(f"the export has the version {header.get('version')}, and this agent reads {VERSION}")


def _row(line: str) -> tuple[Scope, Row]:
    """Return what a line says.

    Raises:
        ValueError, KeyError, TypeError, zlib.error, struct.error: it is no record.
    """
    data = json.loads(line)
    scope = Scope(_text(data["tenant"]), _text(data["workspace"]))
    if data["kind"] == PACK:
        return scope, pack_row(unpacked(base64.b64decode(data["content"], validate=True)))
    if data["kind"] not in KINDS:
        raise ValueError("there are no records of this kind")
    kind = KINDS[data["kind"]]
    return scope, kind.row(kind.record(json.dumps(data["record"]).encode()))


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    raise TypeError("tenant and workspace are text")


def _wrong(file: str, number: int, error: Exception) -> Problem:
    known = isinstance(error, ValueError) and type(error) is ValueError
    reason = str(error) if known else "it is no record of memory"
    return Problem(
        code="memory-line-wrong",
        message=f"the line cannot be taken: {reason}",
        remedy="Give what `infra-engineer memory export` of this version wrote, unchanged.",
        file=file,
        line=number,
    )
