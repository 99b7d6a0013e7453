"""JUnit XML, as CI servers read it: the one writer, whatever was tested."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, indent, tostring

#: What XML 1.0 cannot hold, not even as a reference.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: The counts of a suite, with the elements that each counts.
_COUNTED = {"failures": "failure", "errors": "error", "skipped": "skipped"}


@dataclass(frozen=True)
class Note:
    """What is said of a case.

    Attributes:
        tag: ``failure``, ``error``, ``skipped`` or ``system-out``.
        text: the whole text.
        attributes: its attributes in their order, such as message and type.
    """

    tag: str
    text: str | None = None
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Case:
    """One test.

    Attributes:
        classname: the group that it is in; readers put cases of one group and name together.
        name: its name.
        notes: what is said of it; a case without a note passed.
        seconds: how long it took, if that is known.
    """

    classname: str
    name: str
    notes: tuple[Note, ...] = ()
    seconds: float | None = None


@dataclass(frozen=True)
class Suite:
    """Tests that belong together.

    Attributes:
        name: its name.
        cases: its tests.
        timestamp: when it ran; UTC, ISO 8601.
    """

    name: str
    cases: Sequence[Case]
    timestamp: str | None = None


def junit_xml(suites: Sequence[Suite], name: str | None = None) -> str:
    """Return one document.

    Args:
        suites: the suites.
        name: name of the whole; without one the whole has the sums of its suites instead.
    """
    every = [case for suite in suites for case in suite.cases]
    root = Element("testsuites", _counts(every) if name is None else {"name": fit(name)})
    for suite in suites:
        named = {"name": fit(suite.name)}
        when = {"timestamp": suite.timestamp.removesuffix("Z")} if suite.timestamp else {}
        element = SubElement(root, "testsuite", {**named, **when, **_counts(suite.cases)})
        for case in suite.cases:
            _case(element, case)
    indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def fit(text: str) -> str:
    """Return text without what XML cannot hold."""
    return _NOT_XML.sub("\ufffd", text)


def _case(suite: Element, case: Case) -> None:
    took = _time([case])
    element = SubElement(suite, "testcase", {"classname": fit(case.classname), "name": fit(case.name), **took})
    for note in case.notes:
        found = SubElement(element, note.tag, {key: fit(value) for key, value in note.attributes})
        found.text = fit(note.text) if note.text is not None else None


def _counts(cases: Sequence[Case]) -> dict[str, str]:
    tags = [note.tag for case in cases for note in case.notes]
    counts = {name: str(tags.count(tag)) for name, tag in _COUNTED.items()}
    return {"tests": str(len(cases)), **counts, **_time(cases)}


def _time(cases: Iterable[Case]) -> dict[str, str]:
    """Return how long cases took, in seconds, where any of them knows."""
    known = [case.seconds for case in cases if case.seconds is not None]
    return {"time": f"{sum(known):.3f}"} if known else {}
