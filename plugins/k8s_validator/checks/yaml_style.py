"""The layout rules of the project's yamllint configuration that a line alone can break."""

import re
from collections.abc import Iterator

from agent.model.findings import Finding
from plugins.k8s_validator.check import Check
from plugins.k8s_validator.subject import Subject

_RULES = (
    (re.compile(r"[ \t]+$", re.MULTILINE), "trailing spaces"),
    (re.compile(r"^ *\t", re.MULTILINE), "a tab in the indentation"),
    (re.compile(r"\r"), "a carriage return"),
    (re.compile(r"\n{4,}"), "more than two blank lines"),
    (re.compile(r"\A\n"), "a blank line at the start"),
    (re.compile(r"\n\n\Z"), "a blank line at the end"),
    (re.compile(r"[^\n]\Z"), "no newline at the end"),
)


def _run(check: Check, subject: Subject) -> Iterator[Finding]:
    for path, text in subject.files.items():
        for pattern, what in _RULES:
            match = pattern.search(text)
            if match:
                yield Finding(
                    code=check.code,
                    severity=check.severity,
                    message=f"there is {what}" if what.startswith(("a ", "no ")) else f"there are {what}",
                    remedy=check.remedy,
                    file=path,
                    line=text.count("\n", 0, match.start()) + 1,
                    environment=subject.environments.get(path),
                )


CHECK = Check(
    code="yaml-style",
    severity="warning",
    title="Files are laid out as the platform's yamllint configuration wants.",
    remedy="Remove it; a formatter does that.",
    references=("yamllint: trailing-spaces, empty-lines, new-line-at-end-of-file, new-lines",),
    run=_run,
)
