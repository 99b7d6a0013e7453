"""The bundle of a run, with what was found at the lines that it is about."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from agent.doors.pages.shown.lines import Line, lines_of
from foundation.model.base import FrozenModel
from foundation.model.errors import InputError, Problem
from foundation.model.findings import Finding
from foundation.source.document import parse_documents
from foundation.source.emit import to_yaml
from foundation.source.tree import Document, dotted


class Told(FrozenModel):
    """Something that was found, as a page lists it.

    Attributes:
        number: its number in the list, from one.
        severity: error, warning or advice.
        code: its code.
        message: what was seen.
        remedy: how to mend it.
        place: where the run said that it is.
        text: the number of the text on the page that it is about; a page has one, but for that of several files.
        line: the line of that text, if it is about one.
        object: the object of the output that it is about.
        environment: the environment.
    """

    number: int
    severity: str
    code: str
    message: str
    remedy: str
    place: str
    text: int = 1
    line: int | None = None
    object: str | None = None
    environment: str | None = None


def told_at(
    findings: Sequence[Finding], problems: Sequence[Problem], bundle: str | None
) -> tuple[list[Told], list[Line]]:
    """Return what was found with the lines that it is about, and the bundle's lines with what was found at each.

    Args:
        findings: findings of the gate, with their causes.
        problems: why the run did not go on.
        bundle: the bundle as memory has it, as JSON; nothing, if it does not have it.
    """
    text = to_yaml(json.loads(bundle)) if bundle is not None else ""
    lines = _lines_by_path(text)
    said = {finding.problem for finding in findings if finding.severity == "error"}
    everything = [*(_of_problem(one) for one in problems if one not in said), *map(_of_finding, findings)]
    told = [
        one.model_copy(update={"number": number, "line": _line(path, lines)})
        for number, (one, path) in enumerate(everything, start=1)
    ]
    return told, lines_of(text, ((one.line, one.number) for one in told if one.line is not None))


def told_of(number: int, severity: str, said: Mapping[str, Any], texts: Sequence[str] = ()) -> Told:
    """Return what a process told of a finding or a mistake, as a page lists it.

    Args:
        number: its number in the list.
        severity: error, warning or advice.
        said: its fields as plain data; the line is one of a text that the page shows.
        texts: names of the texts that the page shows, if they have some.
    """
    file = said.get("file")
    return Told(
        number=number,
        severity=severity,
        code=said["code"],
        message=said["message"],
        remedy=said["remedy"],
        place=" ".join(part for part in (file if texts else None, said.get("path")) if part),
        text=texts.index(file) + 1 if file in texts else 1,
        line=said.get("line") if not texts or file in texts else None,
        object=said.get("object"),
        environment=said.get("environment"),
    )


def _of_finding(finding: Finding) -> tuple[Told, str | None]:
    cause = finding.cause
    parts = (cause.file, cause.line, cause.path) if cause is not None else (finding.file, finding.line, finding.path)
    told = Told(
        number=0,
        severity=finding.severity,
        code=finding.code,
        message=finding.message,
        remedy=finding.remedy,
        place=_place(*parts),
        object=finding.object,
        environment=finding.environment,
    )
    return told, cause.path if cause is not None else None


def _place(file: str | None, line: int | None, path: str | None) -> str:
    position = ":".join(str(part) for part in (file, line) if part is not None)
    return " ".join(part for part in (position, path) if part)


def _of_problem(problem: Problem) -> tuple[Told, str | None]:
    told = Told(
        number=0,
        severity="error",
        code=problem.code,
        message=problem.message,
        remedy=problem.remedy,
        place=problem.place,
    )
    return told, problem.path


def _lines_by_path(text: str) -> dict[str, int]:
    try:
        documents = parse_documents(text, "bundle.yaml") if text else []
    except InputError:  # what a run refused may be nothing that can be read again
        return {}
    document = documents[0] if documents else Document()
    return {dotted(path): position[0] for path, position in document.key_positions.items()} | {
        dotted(path): position[0] for path, position in document.positions.items()
    }


def _line(path: str | None, lines: dict[str, int]) -> int | None:
    """Return the line of a path, or of the nearest thing above it that the bundle has."""
    while path:
        if path in lines:
            return lines[path]
        path = path.rpartition("[")[0] if path.endswith("]") else path.rpartition(".")[0]
    return None
