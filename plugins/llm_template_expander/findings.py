"""Findings about drafts."""

from foundation.model.findings import Finding
from foundation.source.tree import shown

DRAFT = "draft"


def finding(code: str, message: str, remedy: str, path: str | None = None) -> Finding:
    """Return a finding that blocks; what a model wrote is cut and freed of what a terminal acts on.

    Args:
        code: stable kebab-case code.
        message: what was seen.
        remedy: how to mend it; a model reads it too.
        path: place in the draft, as in ``objects[0].spec[2].path``.
    """
    where = shown(path) if path is not None else None
    return Finding(code=code, severity="error", message=shown(message), remedy=remedy, file=DRAFT, path=where)
