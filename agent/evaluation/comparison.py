"""Two versions of a prompt side by side: what is sent, what is answered, what comes of it."""

import difflib
import json
from collections.abc import Iterator
from typing import Literal

from agent.evaluation.outcome import CaseResult
from foundation.model.base import FrozenModel

Part = Literal["messages", "draft", "manifests"]

#: Why there is no answer, by the result's status.
_WITHOUT = {"missing": "was not recorded", "stale": "was edited since it was recorded"}


class Difference(FrozenModel):
    """What differs in one part.

    Attributes:
        case: the case.
        part: what was compared.
        name: which message or manifest.
        lines: a unified diff.
    """

    case: str
    part: Part
    name: str
    lines: list[str]


class Uncompared(FrozenModel):
    """A part that could not be compared, and why."""

    case: str
    part: Part
    reason: str


def message_differences(case: str, old: CaseResult, new: CaseResult) -> Iterator[Difference]:
    """Yield a difference for each role whose messages differ."""
    roles = dict.fromkeys(message.role for message in (*old.messages, *new.messages))
    for role in roles:
        before, after = (
            "\n".join(message.text for message in result.messages if message.role == role) for result in (old, new)
        )
        yield from _difference(case, "messages", role, before, after, old, new)


def result_differences(case: str, old: CaseResult, new: CaseResult) -> Iterator[Difference | Uncompared]:
    """Yield what differs in drafts and manifests, or why they cannot be compared."""
    for result in (old, new):
        if result.outcome is None:
            reason = f"v{result.version} {_WITHOUT.get(result.status, 'has no answer')}"
            yield Uncompared(case=case, part="draft", reason=reason)
            yield Uncompared(case=case, part="manifests", reason=reason)
            return
    yield from _difference(case, "draft", "draft", _draft(old), _draft(new), old, new)
    before, after = _manifests(old), _manifests(new)
    if before is None or after is None:
        reason = "nothing here turns this prompt's answers into manifests"
        yield Uncompared(case=case, part="manifests", reason=reason)
        return
    for name in sorted({*before, *after}):
        yield from _difference(case, "manifests", name, before.get(name, ""), after.get(name, ""), old, new)


def _draft(result: CaseResult) -> str:
    """Return the draft in one form; an answer from which none was read is compared as it is."""
    outcome = result.outcome
    if outcome is None:
        return ""
    if outcome.examination is not None and outcome.examination.draft is not None:
        return json.dumps(outcome.examination.draft, indent=2, ensure_ascii=False)
    try:
        return json.dumps(outcome.data, indent=2, ensure_ascii=False)
    except (ValueError, RecursionError):
        return outcome.last.refusal or outcome.last.text


def _manifests(result: CaseResult) -> dict[str, str] | None:
    examination = result.outcome.examination if result.outcome else None
    return None if examination is None else examination.manifests


def _difference(
    case: str, part: Part, name: str, before: str, after: str, old: CaseResult, new: CaseResult
) -> Iterator[Difference]:
    lines = list(
        difflib.unified_diff(
            before.splitlines(), after.splitlines(), f"v{old.version}/{name}", f"v{new.version}/{name}", lineterm=""
        )
    )
    if lines:
        yield Difference(case=case, part=part, name=name, lines=lines)
