"""Results of an evaluation as JUnit XML: a suite for each version and model."""

from collections.abc import Iterator, Sequence

from agent.evaluation.outcome import CaseResult
from agent.reporting.junit_xml import Case, Note, Suite, junit_xml

_TAGS = {"failed": "failure", "stale": "failure", "missing": "failure", "error": "error"}


def junit(results: Sequence[CaseResult]) -> str:
    """Return the results as JUnit XML.

    A stale recording is a failure of type ``stale``, so that it is told apart from a wrong answer.
    """
    suites: dict[str, list[CaseResult]] = {}
    for result in results:
        suites.setdefault(f"{result.prompt}/{result.tried} {result.model.model}", []).append(result)
    return junit_xml([Suite(name, [_case(result) for result in group]) for name, group in suites.items()])


def _case(result: CaseResult) -> Case:
    name = result.case if result.repetition == 1 else f"{result.case} #{result.repetition}"
    # The model belongs to the name: readers put cases of the same name together, whatever suite they are in.
    classname = f"{result.prompt}.{result.tried}.{result.model.model}.{result.dataset}"
    seconds = result.outcome.seconds if result.outcome else 0.0
    return Case(classname, name, tuple(_notes(result)), seconds)


def _notes(result: CaseResult) -> Iterator[Note]:
    if result.status in _TAGS:
        reasons = why(result)
        message = reasons[0].splitlines()[0] if reasons else result.status
        yield Note(_TAGS[result.status], "\n".join(reasons), (("type", result.status), ("message", message)))
    skipped = [f"{entry.name}: {entry.reason}" for entry in result.assertions if entry.status == "skipped"]
    if skipped:
        yield Note("system-out", "skipped " + "; ".join(skipped))


def why(result: CaseResult) -> list[str]:
    """Return why a result is not passed, one reason an entry."""
    failed = [f"{entry.name}: {entry.reason}" for entry in result.assertions if entry.status == "failed"]
    return failed + [problem.message for problem in result.problems]
