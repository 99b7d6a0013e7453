"""Bundles that were made of what a team has."""

from pathlib import Path
from typing import Any

from foundation.model.base import FrozenModel
from foundation.model.findings import Finding


class Imported(FrozenModel):
    """One bundle.

    Attributes:
        component: name of the component.
        slug: name of its objects.
        type: type of the component.
        namespace: where the input has it; empty if it does not say.
        document: the bundle as plain data.
        text: the bundle as text.
        fill_in: keys that must be filled in before it compiles.
        findings: what was left out, and what keeps the bundle from compiling.
    """

    component: str
    slug: str
    type: str
    namespace: str
    document: dict[str, Any]
    text: str
    fill_in: list[str]
    findings: list[Finding]


class ImportedBundles(FrozenModel):
    """What came of it.

    Attributes:
        bundles: the bundles.
        files: the file of each; empty if nothing was written.
    """

    bundles: list[Imported]
    files: list[Path] = []
