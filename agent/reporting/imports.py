"""Imported bundles: where they are or what they say, what is to be filled in, and what they do not carry."""

from pathlib import Path
from typing import Any

from foundation.model.bundle.imported import Imported, ImportedBundles


def imported_text(done: ImportedBundles) -> str:
    """Return the file of each bundle, or their text if nothing was written."""
    if not done.files:
        return "---\n".join(bundle.text for bundle in done.bundles)
    return "".join(f"{bundle.component}: {file}\n" for bundle, file in zip(done.bundles, done.files, strict=True))


def fill_in_text(bundle: Imported) -> str:
    """Return a line with the keys that somebody has to fill in; empty if there are none."""
    waiting = sum(entry["approver"] is None for entry in bundle.document["component"].get("policy_exceptions") or [])
    times = f" ({waiting} exceptions)" if waiting else ""
    return f"{bundle.component}: fill in {', '.join(bundle.fill_in)}{times}\n" if bundle.fill_in else ""


def imported_data(done: ImportedBundles) -> list[dict[str, Any]]:
    """Return the bundles as plain data."""
    files: list[Path | None] = [*done.files] or [None] * len(done.bundles)
    return [
        {
            "component": bundle.component,
            "file": str(file) if file else None,
            "bundle": bundle.text,
            "fill_in": bundle.fill_in,
            "not_carried": [finding.model_dump(exclude_none=True) for finding in bundle.findings],
        }
        for file, bundle in zip(files, done.bundles, strict=True)
    ]
