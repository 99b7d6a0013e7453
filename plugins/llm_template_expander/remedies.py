"""How to mend what was found in a draft: in other words for the model, who has the draft, than for people."""

from functools import cache

from foundation.catalog.codes import read_codes
from foundation.model.findings import Finding

_DRAFT = "draft-"
#: A draft can change nothing of the bundle and the platform, to which the remedies of gate and steps refer.
_OF_THE_DEFINITION = (
    "If a field or an object of the draft leads to this, leave it out; what the definition says, stays as it is."
)


def for_model(found: Finding) -> str:
    """Return how a model can mend its draft.

    Args:
        found: what was found in the draft, or in what was made of it.
    """
    return found.remedy if found.code.startswith(_DRAFT) else _OF_THE_DEFINITION


def for_people(findings: list[Finding]) -> list[Finding]:
    """Return findings of a draft with what people can do, who cannot change it: have it drafted otherwise, or by hand.

    Args:
        findings: what was found; those of gate and steps are for people as they are.
    """
    return [found.model_copy(update={"remedy": _remedies().get(found.code, found.remedy)}) for found in findings]


@cache
def _remedies() -> dict[str, str]:
    """The remedies of the catalog of codes, for those of drafts."""
    return {code: entry.remedy for code, entry in read_codes()["drafts"].items()}
