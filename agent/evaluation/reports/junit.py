"""A JUnit file, as CI systems read it."""

import re
from collections.abc import Sequence
from xml.etree import ElementTree as Xml

from agent.evaluation.outcome import CaseResult

#: What XML 1.0 cannot hold, not even as a reference.
_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TAGS = {"failed": "failure", "stale": "failure", "missing": "failure", "error": "error"}


def junit(results: Sequence[CaseResult]) -> str:
    """Return the results as JUnit XML: a suite for each version and model.

    A stale recording is a failure of type ``stale``, so that it is told apart from a wrong answer.
    """
    suites: dict[str, list[CaseResult]] = {}
    for result in results:
        suites.setdefault(f"{result.prompt}/v{result.version} {result.model.model}", []).append(result)
    root = Xml.Element("testsuites", _counts(results))
    for name, group in suites.items():
        suite = Xml.SubElement(root, "testsuite", {"name": _fit(name), **_counts(group)})
        for result in group:
            _case(suite, result)
    Xml.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + Xml.tostring(root, encoding="unicode") + "\n"


def _counts(results: Sequence[CaseResult]) -> dict[str, str]:
    failures = sum(_TAGS.get(result.status) == "failure" for result in results)
    errors = sum(result.status == "error" for result in results)
    seconds = sum(result.outcome.seconds for result in results if result.outcome)
    return {
        "tests": str(len(results)),
        "failures": str(failures),
        "errors": str(errors),
        "skipped": "0",
        "time": f"{seconds:.3f}",
    }


def _case(suite: Xml.Element, result: CaseResult) -> None:
    seconds = result.outcome.seconds if result.outcome else 0.0
    name = result.case if result.repetition == 1 else f"{result.case} #{result.repetition}"
    # The model belongs to the name: readers put cases of the same name together, whatever suite they are in.
    classname = f"{result.prompt}.v{result.version}.{result.model.model}.{result.dataset}"
    attributes = {"classname": _fit(classname), "name": name}
    case = Xml.SubElement(suite, "testcase", {**attributes, "time": f"{seconds:.3f}"})
    if result.status in _TAGS:
        reasons = why(result)
        message = reasons[0].splitlines()[0] if reasons else result.status
        failure = Xml.SubElement(case, _TAGS[result.status], {"type": result.status, "message": _fit(message)})
        failure.text = _fit("\n".join(reasons))
    skipped = [f"{entry.name}: {entry.reason}" for entry in result.assertions if entry.status == "skipped"]
    if skipped:
        Xml.SubElement(case, "system-out").text = _fit("skipped " + "; ".join(skipped))


def why(result: CaseResult) -> list[str]:
    """Return why a result is not passed, one reason an entry."""
    failed = [f"{entry.name}: {entry.reason}" for entry in result.assertions if entry.status == "failed"]
    return failed + [problem.message for problem in result.problems]


def _fit(text: str) -> str:
    return _UNFIT.sub("\ufffd", text)
