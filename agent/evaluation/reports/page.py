"""One HTML page that needs nothing else: no script, no font, no address is loaded."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from agent.evaluation.outcome import CaseResult
from agent.evaluation.reports.junit import why
from agent.evaluation.reports.visible import visible
from agent.evaluation.summary import failures_first, summarise
from foundation.model.conversation import Answer
from foundation.rendering import sandbox

_TEMPLATE = Path(__file__).parent / "page.html.j2"
#: Version, with what was tried of its system message, and model.
Column = tuple[str, str]


def page(results: Sequence[CaseResult], prompt: str) -> str:
    """Return the results as a page; everything that a model or a bundle said is escaped and visible."""
    environment = sandbox(markup=True)
    environment.filters |= {"visible": visible, "pretty": _pretty, "dollars": lambda cost: f"${cost:.4f}"}
    template = environment.from_string(_TEMPLATE.read_text(encoding="utf-8"))
    rows, results = summarise(results), failures_first(results)
    return template.render(
        prompt=prompt,
        rows=rows,
        results=results,
        columns=list(dict.fromkeys(_column(result) for result in results)),
        matrix=_matrix(results),
        anchors=_anchors(results),
        systems=_systems(results),
        stand_in=any(row.provider == "stand-in" for row in rows),
        why=why,
        ending=_ending,
    ).lstrip()


def _matrix(results: Sequence[CaseResult]) -> dict[str, dict[Column, list[CaseResult]]]:
    """Return the results of each case by version and model."""
    columns = {_column(result): None for result in results}
    found: dict[str, dict[Column, list[CaseResult]]] = {}
    for result in results:
        found.setdefault(result.case, {column: [] for column in columns})[_column(result)].append(result)
    return found


def _anchors(results: Sequence[CaseResult]) -> dict[tuple[int, str, Column], str]:
    """Return where each result stands on the page, by the number of its run from 0, case and column."""
    count: dict[tuple[str, Column], int] = {}
    found = {}
    for index, result in enumerate(results, 1):
        key = (result.case, _column(result))
        found[count.get(key, 0), *key] = f"run-{index}"
        count[key] = count.get(key, 0) + 1
    return found


def _systems(results: Sequence[CaseResult]) -> dict[str, int]:
    """Return a number for each system message: they are long, and nearly all runs share one."""
    messages = [
        message
        for result in results
        for sent in (result.messages, *(entry.messages for entry in (result.outcome.repairs if result.outcome else [])))
        for message in sent
        if message.role == "system"
    ]
    return {text: number for number, text in enumerate(dict.fromkeys(message.text for message in messages), 1)}


def _column(result: CaseResult) -> Column:
    return (result.tried, result.model.model)


def _pretty(text: str) -> str:
    """JSON reads better over lines; what is none stays as it is."""
    try:
        data: Any = json.loads(text)
        return json.dumps(data, indent=2, ensure_ascii=False) if isinstance(data, dict | list) else text
    except (ValueError, RecursionError):
        return text or "(empty)"


def _ending(answer: Answer) -> str:
    return "refused" if answer.refusal is not None else "" if answer.finish_reason == "stop" else answer.finish_reason
