"""What memory holds, as text."""

from collections.abc import Mapping, Sequence


def stats_text(place: str, rows: Sequence[tuple[str, str, str, int, int]]) -> str:
    """Return how much memory holds.

    Args:
        place: where it is.
        rows: tenant, workspace, kind, number of records and bytes.
    """
    lines = [f"{whose:<40}  {kind:<8}  {records:>8}  {size:>12} bytes" for whose, kind, records, size in _named(rows)]
    return "\n".join([place, *(lines or ["it holds nothing"])]) + "\n"


def _named(rows: Sequence[tuple[str, str, str, int, int]]) -> list[tuple[str, str, int, int]]:
    return [(f"{tenant}/{workspace}", kind, records, size) for tenant, workspace, kind, records, size in rows]


def pruned_text(rows: Sequence[tuple[str, str, str, int]], *, dry_run: bool) -> str:
    """Return what went.

    Args:
        rows: tenant, workspace, kind and number of records.
        dry_run: whether all of it is still there.
    """
    verb = "would go" if dry_run else "went"
    lines = [f"{tenant}/{workspace}: {records} of the kind {kind} {verb}" for tenant, workspace, kind, records in rows]
    return "\n".join(lines or [f"nothing {verb}"]) + "\n"


def imported_text(records: Mapping[str, int]) -> str:
    """Return what was imported.

    Args:
        records: number of records by kind.
    """
    return "".join(f"{number} of the kind {kind}\n" for kind, number in records.items()) or "there was no record\n"
