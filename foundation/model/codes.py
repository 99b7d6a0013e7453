"""Codes: what stands before every mistake, finding and failure, so that it can be looked up."""

from typing import Literal

from pydantic import Field

from foundation.model.base import FrozenModel

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
