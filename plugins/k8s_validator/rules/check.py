"""What a check is."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from foundation.model.base import FrozenModel
from foundation.model.findings import Finding, Severity
from plugins.k8s_validator.subject.subject import Subject

Parameters = TypeVar("Parameters", bound=FrozenModel)


class SkipCheck(Exception):
    """A check was to look at something and cannot; the text says why."""


class NothingToCheck(SkipCheck):
    """There is nothing for a check to look at, or nobody has switched it on; the text says which."""


@dataclass(frozen=True)
class OfOneThing:
    """A run that looks at one object, pod or container at a time: nothing else decides what it finds there.

    Attributes:
        run: the run.
    """

    run: Callable[["Check", Subject], Iterable[Finding]]

    def __call__(self, check: "Check", subject: Subject) -> Iterable[Finding]:
        """Return what it finds."""
        return self.run(check, subject)


#: Anything in the bundle may be why.
ANYTHING = ("*",)


@dataclass(frozen=True)
class Check:
    """One rule of the gate.

    Attributes:
        code: stable kebab-case code.
        severity: severity of its findings; a profile may set another.
        title: what it wants, in one sentence.
        remedy: how to mend what it finds, in one sentence; both may name parameters (see ``wording``).
        references: where the rule comes from, and who else enforces it.
        run: pure function from a subject to findings; it may raise ``SkipCheck``, or ``NothingToCheck``.
        kinds: kinds it looks at; empty means every one.
        parameters: what a profile may set, with the defaults.
        availability: whether it is advice only in environments that the policy calls advisory.
        waivable: whether an exception may be made; not from what makes the output trustworthy at all.
        group: the sub-package that it is in; the registry fills it in.
        decided_by: settings of the bundle that decide what it finds, besides those that the place of a finding is made
            of; where nothing is said, none for what looks at one thing at a time, and anything for all else.
    """

    code: str
    severity: Severity
    title: str
    remedy: str
    references: tuple[str, ...]
    run: Callable[["Check", Subject], Iterable[Finding]]
    kinds: tuple[str, ...] = ()
    parameters: FrozenModel | None = None
    availability: bool = False
    waivable: bool = True
    group: str = ""
    decided_by: tuple[str, ...] | None = None

    @property
    def hangs_on(self) -> tuple[str, ...]:
        """The settings that decide what it finds, besides those of its place."""
        if self.decided_by is not None:
            return self.decided_by
        return () if isinstance(self.run, OfOneThing) else ANYTHING

    def setting(self, model: type[Parameters]) -> Parameters:
        """Return the parameters, whose class the rule knows."""
        if not isinstance(self.parameters, model):
            raise TypeError(f"{self.code} has no parameters of the class {model.__name__}")
        return self.parameters
