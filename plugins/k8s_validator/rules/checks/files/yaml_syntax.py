"""Every file is strict YAML: one reading, no duplicate keys, no tricks."""

from collections.abc import Iterator

from foundation.model.findings import Finding
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.subject.documents import read_text
from plugins.k8s_validator.subject.subject import Subject


def _run(check: Check, subject: Subject) -> Iterator[Finding]:
    for path, text in subject.files.items():
        parsed = subject.parsed.get(path) or read_text(text, path)
        for problem in parsed.problems:
            yield Finding(
                code=check.code,
                severity=check.severity,
                message=problem.message,
                remedy=problem.remedy,
                file=path,
                line=problem.line,
                path=problem.path,
                environment=subject.environments.get(path),
            )


CHECK = Check(
    code="yaml-syntax",
    severity="error",
    title="Files are strict YAML without duplicate keys, tags, merge keys or endless aliases.",
    remedy="Mend the YAML at this place.",
    references=("YAML 1.2.2, section 3.2.1.3 (unique keys)",),
    run=_run,
    waivable=False,
)
