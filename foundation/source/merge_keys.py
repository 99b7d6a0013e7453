"""What a document says if its merge keys (``<<``) are taken as YAML 1.1 means them: for finding its other mistakes."""

from typing import Any

from foundation.source.tree import Document, Path, inside


def with_merge_keys(document: Document) -> Document:
    """Give what stands under each merge key to the mapping around it, whose own keys win.

    Args:
        document: a document; its data is changed in place.
    """
    for path in document.merge_keys:
        around = inside(document.data, path[:-1])
        merged = around.pop(path[-1], None) if isinstance(around, dict) else None
        for source, keys in _sources(path, merged):
            for key, value in keys.items():
                if key not in around:
                    around[key] = value
                    _move(document, (*source, key), (*path[:-1], key))
    return document


def _sources(path: Path, merged: Any) -> list[tuple[Path, dict[str, Any]]]:
    entries = [((*path, index), entry) for index, entry in enumerate(merged)] if isinstance(merged, list) else []
    return [(place, keys) for place, keys in (*entries, (path, merged)) if isinstance(keys, dict)]


def _move(document: Document, source: Path, target: Path) -> None:
    tables: list[dict[Path, Any]] = [document.positions, document.key_positions, document.source_text]
    for places in tables:
        for path in [path for path in places if path[: len(source)] == source]:
            places[(*target, *path[len(source) :])] = places[path]
