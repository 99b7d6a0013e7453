"""What a check is."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from foundation.model.base import FrozenModel
from foundation.model.findings import Finding, Severity
from plugins.k8s_validator.subject.subject import Subject

Parameters = TypeVar("Parameters", bound=FrozenModel)


class SkipCheck(Exception):
    """A check cannot run here; the text says why."""


@dataclass(frozen=True)
class Check:
    """One rule of the gate.

    Attributes:
        code: stable kebab-case code.
        severity: severity of its findings; a profile may set another.
        title: what it wants, in one sentence.
        remedy: how to mend what it finds, in one sentence; both may name parameters (see ``wording``).
        references: where the rule comes from, and who else enforces it.
        run: pure function from a subject to findings; it may raise ``SkipCheck``.
        kinds: kinds it looks at; empty means every one.
        parameters: what a profile may set, with the defaults.
        availability: whether it is advice only in environments that the policy calls advisory.
        waivable: whether an exception may be made; not from what makes the output trustworthy at all.
        group: the sub-package that it is in; the registry fills it in.
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

    def setting(self, model: type[Parameters]) -> Parameters:
        """Return the parameters, whose class the rule knows."""
        if not isinstance(self.parameters, model):
            raise TypeError(f"{self.code} has no parameters of the class {model.__name__}")
        return self.parameters
