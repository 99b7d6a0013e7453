"""What was answered so far about one draft, and what of it goes back to the model."""

import json
import zlib
from dataclasses import dataclass, field, replace
from typing import Any

from foundation.model.drafts.draft import Draft
from foundation.model.findings import Finding
from plugins.llm_template_expander.examination import Rehearsed
from plugins.llm_template_expander.remedies import for_model

#: Answers without an end.
_CUT = frozenset({"draft-truncated", "draft-too-long"})
#: A model that refuses, or says that it cannot be done, is not talked into it.
_FINAL = frozenset({"draft-refused", "draft-filtered", "draft-impossible", "draft-value-secret"})
#: Characters of an answer that is no draft up to which it goes back to the model.
_LONGEST_ECHO = 2000
#: A text that shrinks to less than this share says the same over and over.
_LOOPING = 0.08
#: Findings that go back with it.
_MOST_FINDINGS = 30


@dataclass(frozen=True)
class Attempt:
    """One answer and what came of it.

    Attributes:
        text: the answer.
        draft: the draft, if it is one.
        inside: a draft among other text; it counts for nothing, but the model is told what is wrong with it.
        rehearsed: what came of the templates that it makes, if the rules let it make some.
        findings: everything found, from reading to the gate.
    """

    text: str
    draft: Draft | None
    rehearsed: Rehearsed | None
    findings: list[Finding]
    inside: Draft | None = None

    @property
    def accepted(self) -> bool:
        """Tell whether the gate passed it."""
        return self.rehearsed is not None and self.rehearsed.passed and not self.errors

    @property
    def final(self) -> bool:
        """Tell whether nobody asks again: it passed, or the model gave up."""
        return self.accepted or (bool({found.code for found in self.errors} & _FINAL) and not self.contradicts)

    @property
    def contradicts(self) -> bool:
        """Tell whether ``cannot`` says nothing, so that it may have been meant as null."""
        said = self.draft or self.inside
        return said is not None and said.gives_no_reason

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
    """Tell whether the model says again what was refused: the same answer, or the same mistakes."""
    if any(attempt.text == before.text for before in earlier):
        return True
    if attempt.draft is not None and any(attempt.draft == before.draft for before in earlier):
        return True
    return any(_mistakes(attempt) == _mistakes(before) for before in earlier)


def _mistakes(attempt: Attempt) -> list[tuple[str, str, str | None]]:
    return [(found.code, found.message, found.path) for found in attempt.errors]


def repair_arguments(attempt: Attempt, left: int) -> dict[str, Any]:
    """Return the values of the repair prompt that are an attempt's.

    The draft goes back as ASCII on one line, so that nothing in it can pose as a line of the prompt.

    Args:
        attempt: what was refused.
        left: how many attempts follow the one that is asked for.
    """
    lines = [
        " ".join(part for part in (found.code, found.object, found.path) if part)
        + f": {found.message}; {for_model(found)}".replace("\n", " ")
        for found in attempt.errors[:_MOST_FINDINGS]
    ]
    return {
        "attempts_left": str(left),
        "previous_draft": json.dumps(_echo(attempt), separators=(",", ":"), ensure_ascii=True),
        "findings": "\n".join(lines),
    }


def _echo(attempt: Attempt) -> Any:
    """Return what goes back of an answer: a draft, or a short text; a cut or looping one would only go on."""
    draft = attempt.draft or attempt.inside
    if draft is not None:
        return draft.model_dump(mode="json")
    text, data = attempt.text, attempt.text.encode("utf-8", "surrogatepass")
    looping = len(zlib.compress(data)) < len(data) * _LOOPING
    cut = any(found.code in _CUT for found in attempt.findings) or (
        text.lstrip().startswith("{") and not text.rstrip().endswith("}")
    )
    return None if cut or looping or len(text) > _LONGEST_ECHO else text
