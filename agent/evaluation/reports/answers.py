"""Answers side by side as text: each case once, with what every version and model answered to it."""

from collections.abc import Iterator, Sequence

from agent.evaluation.outcome import CaseResult
from agent.evaluation.summary import failures_first
from agent.reporting.mistakes import printable

#: Characters of an answer that are shown; reports have all of it.
_LONGEST = 1000


def answers_text(results: Sequence[CaseResult]) -> str:
    """Return the last answer of every run, those to cases that failed somewhere first.

    Args:
        results: the results.
    """
    by_case: dict[str, list[CaseResult]] = {}
    for result in failures_first(results):
        by_case.setdefault(result.case, []).append(result)
    return "".join(f"{line}\n" for case, group in by_case.items() for line in (case, *_answers(group)))


def _answers(results: Sequence[CaseResult]) -> Iterator[str]:
    width = max(len(f"{result.tried} {result.model.model}") for result in results)
    for result in results:
        outcome = result.outcome
        said = "" if outcome is None else outcome.last.refusal or outcome.last.text
        cut = said if len(said) <= _LONGEST else f"{said[:_LONGEST]}..."
        repairs = f" ({len(outcome.repairs)} repairs)" if outcome is not None and outcome.repairs else ""
        head = f"{result.tried} {result.model.model}"
        yield f"  {head:<{width}}  {result.status}{repairs}  {printable(' '.join(cut.split()))}".rstrip()
