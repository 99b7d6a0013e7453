"""The layout rules of the project's yamllint configuration that a line alone can break."""

from collections.abc import Iterator

from foundation.model.findings import Finding
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.subject.subject import Subject

#: Text that must not be anywhere, and what it is. Plain searches: this runs over every line.
_FORBIDDEN = (
    (" \n", "trailing spaces"),
    ("\t\n", "trailing tabs"),
    ("\n\t", "a tab in the indentation"),
    (" \t", "a tab after a space"),
    ("\r", "a carriage return"),
    ("\n\n\n\n", "more than two blank lines"),
)


def _run(check: Check, subject: Subject) -> Iterator[Finding]:
    for path, text in subject.files.items():
        for position, what in _faults(text):
            finding = subject.finding(check, f"there is {what}", file=path)
            yield finding.model_copy(update={"line": text.count("\n", 0, position) + 1})


def _faults(text: str) -> Iterator[tuple[int, str]]:
    for forbidden, what in _FORBIDDEN:
        position = text.find(forbidden)
        if position >= 0:
            yield position, what
    if text.startswith("\n"):
        yield 0, "a blank line at the start"
    if text.endswith("\n\n"):
        yield len(text) - 1, "a blank line at the end"
    if text and not text.endswith("\n"):
        yield len(text), "no newline at the end"


CHECK = Check(
    code="yaml-style",
    severity="warning",
    title="Files are laid out as the platform's yamllint configuration wants.",
    remedy="Remove it; a formatter does that.",
    references=("yamllint: trailing-spaces, empty-lines, new-line-at-end-of-file, new-lines",),
    run=_run,
)
