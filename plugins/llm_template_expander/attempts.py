"""What was answered so far about one draft, and what of it goes back to the model."""

import json
from dataclasses import dataclass, field, replace
from typing import Any

from foundation.model.drafts.draft import Draft
from foundation.model.findings import Finding
from plugins.llm_template_expander.examination import Rehearsed

#: A model that refuses, or says that it cannot be done, is not talked into it.
_FINAL = frozenset({"draft-refused", "draft-filtered", "draft-impossible", "draft-value-secret"})
#: Characters that go back to the model of an answer that is no draft.
_LONGEST_ECHO = 4000
#: Findings that go back with it.
_MOST_FINDINGS = 30


@dataclass(frozen=True)
class Attempt:
    """One answer and what came of it.

    Attributes:
        text: the answer.
        draft: the draft, if it is one.
        rehearsed: what came of the templates that it makes, if the rules let it make some.
        findings: everything found, from reading to the gate.
    """

    text: str
    draft: Draft | None
    rehearsed: Rehearsed | None
    findings: list[Finding]

    @property
    def accepted(self) -> bool:
        """Tell whether the gate passed it."""
        return self.rehearsed is not None and self.rehearsed.passed and not self.errors

    @property
    def final(self) -> bool:
        """Tell whether nobody asks again: it passed, or the model gave up."""
        return self.accepted or bool({found.code for found in self.errors} & _FINAL)

    @property
    def errors(self) -> list[Finding]:
        """The findings that block."""
        return [found for found in self.findings if found.severity == "error"]


@dataclass
class Conversation:
    """All attempts at one component.

    Attributes:
        attempts: in their order; the last one counts.
        prompts: digests of the prompts that were used, by name and version.
    """

    attempts: list[Attempt] = field(default_factory=list)
    prompts: dict[str, str] = field(default_factory=dict)

    @property
    def last(self) -> Attempt:
        """The attempt that counts."""
        return self.attempts[-1]

    @property
    def repairs(self) -> int:
        """Rounds of repair so far."""
        return len(self.attempts) - 1

    def end(self, *reasons: Finding) -> None:
        """Put on the last attempt why there is no further one."""
        self.attempts[-1] = replace(self.last, findings=[*self.last.findings, *reasons])


def repeats(attempt: Attempt, earlier: list[Attempt]) -> bool:
    """Tell whether the model says again what was refused: the same answer, or the same mistakes as just before."""
    if any(attempt.text == before.text for before in earlier):
        return True
    if attempt.draft is not None and any(attempt.draft == before.draft for before in earlier):
        return True
    return bool(earlier) and _mistakes(attempt) == _mistakes(earlier[-1])


def _mistakes(attempt: Attempt) -> list[tuple[str, str, str | None]]:
    return [(found.code, found.message, found.path) for found in attempt.errors]


def repair_arguments(attempt: Attempt, left: int) -> dict[str, Any]:
    """Return the values of the repair prompt that are an attempt's.

    The draft goes back as ASCII on one line, so that nothing in it can pose as a line of the prompt.

    Args:
        attempt: what was refused.
        left: how many attempts follow the one that is asked for.
    """
    written = attempt.draft.model_dump(mode="json") if attempt.draft is not None else attempt.text[:_LONGEST_ECHO]
    lines = [
        " ".join(part for part in (found.code, found.object, found.path) if part)
        + f": {found.message}; {found.remedy}".replace("\n", " ")
        for found in attempt.errors[:_MOST_FINDINGS]
    ]
    return {
        "attempts_left": str(left),
        "previous_draft": json.dumps(written, separators=(",", ":"), ensure_ascii=True),
        "findings": "\n".join(lines),
    }
