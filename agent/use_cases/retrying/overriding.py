"""What a run was asked for, with other values."""

import copy
import json
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import Field

from foundation.model.base import FrozenModel
from foundation.model.bundle.bundle import Bundle, MemberBundle
from foundation.model.credentials import HIDDEN
from foundation.model.errors import InputError, Problem
from foundation.model.flags import Flag
from foundation.model.mistakes import Mistakes
from foundation.model.run.changes import Change
from foundation.source.assignment import apply, parse_assignments
from foundation.source.bundle import SourcedBundle, bundle_of_document
from foundation.source.document import decode, parse_documents
from foundation.source.emit import to_yaml
from foundation.source.salvage import PartlyReadError, rest_of
from foundation.source.tree import Document, Path, dotted
from memory.records.history import KnownRun
from memory.records.requests import RecordedRequest

#: Settings in which exceptions to rules stand, whatever the layer.
_WAIVERS = "policy_exceptions"
_BUNDLE = "bundle.yaml"


class Written(FrozenModel):
    """A bundle that somebody wrote.

    Attributes:
        content: its text.
        file: what messages call it.
    """

    content: bytes = Field(repr=False)
    file: str


class Overridden(FrozenModel):
    """A bundle with other values.

    Attributes:
        source: the bundle.
        texts: what was overridden, as ``path=value``, without secrets.
        changes: what that changes in the bundle's text; nothing, if it says the same.
        waivers: whether exceptions to rules change.
    """

    source: SourcedBundle
    texts: list[str]
    changes: list[Change]
    waivers: bool


def request_of(found: KnownRun) -> RecordedRequest:
    """Return what a run was asked for.

    Args:
        found: the run.

    Raises:
        InputError: it compiled nothing, or what it was asked for could not be read and is not kept.
    """
    run = found.run
    if run.request is not None:
        return run.request
    if run.restored_run or run.kind in ("republish", "rollback"):
        message = f"the run {run.run_id} compiled nothing: its files are those of another one"
        remedy = f"Name the run that made them, {run.restored_run or run.execution_id}."
    else:
        message = f"memory does not hold what the run {run.run_id} was asked for: nobody could read it as one bundle"
        remedy = "Mend the file and generate."
    raise InputError(Problem(code="run-without-request", message=message, remedy=remedy))


def overridden(kept: RecordedRequest, assignments: Sequence[str], written: Written | None = None) -> Overridden:
    """Put other values into what a run was asked for.

    Args:
        kept: what it was asked for.
        assignments: the values, as ``path=value``.
        written: a whole bundle in the place of what it was asked for.

    Raises:
        PartlyReadError: with every mistake: of the assignments, of the bundle with them, and secrets that memory does
            not have and nobody gives.
    """
    before = json.loads(kept.bundle)
    source_name = kept.source if written is None else written.file
    document = Document(data=copy.deepcopy(before)) if written is None else _read(written)
    changes, problems = parse_assignments(assignments)
    mistakes = Mistakes()
    mistakes.add(*problems)
    mistakes.attempt(apply, document, changes)
    mistakes.add(*(_hidden(path, source_name) for path in _hidden_paths(document.data)))
    after, source, rest = copy.deepcopy(document.data), None, rest_of(InputError())
    try:
        source = bundle_of_document(document, source_name, MemberBundle if kept.member else Bundle)
    except InputError as error:
        mistakes.add(*error.problems)
        rest = rest_of(error)
    if source is None or mistakes.problems:
        raise PartlyReadError(*dict.fromkeys(mistakes.problems), rest=rest)
    return Overridden(
        source=source,
        texts=[change.text for change in changes],
        changes=_changes(before, after),
        waivers=dict(_exceptions(before)) != dict(_exceptions(after)),
    )


def _read(written: Written) -> Document:
    """Return the only document of a text.

    Raises:
        InputError: it is none, or it holds several.
    """
    documents = parse_documents(decode(written.content, written.file), written.file)
    if len(documents) != 1:
        message, remedy = f"{written.file} holds {len(documents)} bundles; this takes one", "Leave one of them."
        raise InputError(Problem(code="many-bundles", message=message, remedy=remedy, file=written.file))
    return documents[0]


def _changes(before: Any, after: Any) -> list[Change]:
    texts = to_yaml(before), to_yaml(after)
    return [] if texts[0] == texts[1] else [Change(path=_BUNDLE, kind="changed", before=texts[0], after=texts[1])]


def _exceptions(data: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Yield every list of exceptions to rules, of whatever layer, with its place."""
    for key, value in _entries(data):
        if key == _WAIVERS:
            yield (*path, key), value
        else:
            yield from _exceptions(value, (*path, key))


def _hidden_paths(data: Any, path: Path = ()) -> Iterator[Path]:
    if isinstance(data, str) and HIDDEN in data:
        yield path
    for key, value in _entries(data):
        yield from _hidden_paths(value, (*path, key))


def _entries(data: Any) -> Iterator[tuple[str | int, Any]]:
    if isinstance(data, dict):
        yield from data.items()
    elif isinstance(data, list):
        yield from enumerate(data)


def _hidden(path: Path, source: str) -> Problem:
    return Problem(
        code="request-secret",
        message="a secret stood here, which memory does not have",
        remedy=f"Put something else there with {Flag.SET}, such as a reference to a Secret, or generate again from the"
        " bundle itself.",
        file=source,
        path=dotted(path),
    )
