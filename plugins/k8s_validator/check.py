"""What a check is."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from agent.model.findings import Finding, Severity
from plugins.k8s_validator.subject import Subject


class SkipCheck(Exception):
    """A check cannot run here; the text says why."""


@dataclass(frozen=True)
class Check:
    """One rule of the gate.

    Attributes:
        code: stable kebab-case code.
        severity: severity of its findings.
        title: what it wants, in one sentence.
        remedy: how to mend what it finds, in one sentence.
        references: where the rule comes from.
        run: pure function from a subject to findings; it may raise ``SkipCheck``.
    """

    code: str
    severity: Severity
    title: str
    remedy: str
    references: tuple[str, ...]
    run: Callable[["Check", Subject], Iterable[Finding]]
