"""Codes: what stands before every mistake, finding and failure, so that it can be looked up."""

from typing import Any, Literal

from pydantic import Field

from foundation.model.base import FrozenModel
from foundation.model.findings import Severity

Kind = Literal["rule", "input", "failure", "notice"]
#: What each kind of code says.
KINDS: dict[Kind, str] = {
    "rule": "what the gate holds output against; a profile decides which rules hold and how severe they are",
    "input": "something that was given is wrong, and nothing is made until it is mended",
    "failure": "something failed on the way, such as a program, the disk or a model; or the name of why a run ended",
    "notice": "something to know of, which blocks nothing",
}


class Explanation(FrozenModel):
    """What a code means.

    Attributes:
        kind: what it is about (see ``KINDS``).
        title: what it means, in one sentence.
        remedy: what to do about it in general; a message says more of its own case.
        source: where it comes from: a standard, the policy, the page or the module that decides it.
    """

    kind: Kind = "input"
    title: str = Field(pattern=r"^[A-Z].*\.$")
    remedy: str = Field(pattern=r"\.$")
    source: str = Field(min_length=1)


class KnownCode(FrozenModel):
    """A code and what it means.

    Attributes:
        code: the code.
        kind: what it is about.
        group: rules: what they look at; others: what they are about.
        title: what it means, in one sentence.
        remedy: what to do about it.
        references: where it comes from.
        severity: of a rule, in the profile; ``off`` where it does not hold.
        kinds: kinds of objects that a rule looks at; empty for every one.
        parameters: of a rule, as they are in force.
    """

    code: str
    kind: Kind
    group: str
    title: str
    remedy: str
    references: list[str]
    severity: Severity | Literal["off"] | None = None
    kinds: list[str] = []
    parameters: dict[str, Any] = {}


class Codes(FrozenModel):
    """What is known of codes.

    Attributes:
        codes: the codes, by kind; first the rules, in the order in which they run.
        profile: the profile whose parameters and severities the rules have; without one they have their defaults.
    """

    codes: list[KnownCode]
    profile: str | None
