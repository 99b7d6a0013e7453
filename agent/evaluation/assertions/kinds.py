"""``kinds``: the manifests hold objects of these kinds and of no others."""

import re

from agent.evaluation.assertions.gate import examined
from agent.evaluation.assertions.kind import AssertionKind
from agent.evaluation.outcome import Outcome

_KIND = re.compile(r"^kind: ([A-Za-z]+)$", re.MULTILINE)


def _check(kinds: list[str], outcome: Outcome) -> str | None:
    found = sorted({kind for text in examined(outcome).manifests.values() for kind in _KIND.findall(text)})
    return None if found == sorted(set(kinds)) else f"the manifests hold {', '.join(found) or 'nothing'}"


KIND = AssertionKind("kinds", list[str], "The manifests hold objects of exactly these kinds.", _check)
