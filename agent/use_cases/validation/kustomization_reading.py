"""What a kustomization would fetch from elsewhere.

kustomize loads any file that it is told of from an address, too, and addresses of this machine are never sent through
a proxy. So all that it loads is looked at before it runs.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from foundation.kubectl.errors import KubectlError
from foundation.kubectl.kustomize import FILES
from foundation.model.errors import InputError, Problem
from foundation.source.document import MAX_BYTES, decode, parse_documents
from foundation.source.scalars import read_for_cluster

#: Fields of a kustomization whose files say themselves what they load, and all fields whose texts are files, folders or
#: addresses, whatever stands inside them; in lower case, because Go's reader of JSON takes them in any.
_PLUGINS = frozenset(("configurations", "generators", "transformers", "validators"))
_LOADED = _PLUGINS | {"bases", "components", "crds", "patchesstrategicmerge", "resources"}
#: Fields of charts, which come from a repository.
_CHARTS = frozenset(("helmchartinflationgenerator", "helmcharts", "helmglobals"))
#: Fields, at any depth, of what is loaded for a part.
_FILES_OF_PARTS = frozenset(("env", "envs", "files", "path", "paths", "repo", "url"))
_ADDRESS = re.compile(
    r"\s*(?:[A-Za-z][A-Za-z0-9+.-]*:(?://|:)|gh:|[\w.-]+@[\w.-]+:|(?:[\w-]+\.)+[A-Za-z]{2,}(?::[0-9]+)?[/:])"
)
_QUERY = re.compile(r"\?(?:ref|version|timeout|submodules)=|\.git(?:/|$)")
#: Kustomizations that one is built on, at most.
_MOST = 200


def refuse_remote_parts(folder: Path) -> None:
    """Refuse a kustomization that would fetch something, or that is built on one that would.

    Args:
        folder: the kustomization.

    Raises:
        KubectlError: with everything that it would fetch.
        InputError: one of them cannot be read, so that nobody knows.
    """
    remote = list(_remote_parts(folder))
    if remote:
        raise KubectlError(*remote)


def _remote_parts(folder: Path) -> Iterator[Problem]:
    seen: set[Path] = set()
    waiting = [folder]
    while waiting:
        place = waiting.pop()
        if place.resolve() in seen:
            continue
        if len(seen) >= _MOST:
            yield _problem(f"more than {_MOST} kustomizations", folder)
            return
        seen.add(place.resolve())
        file = next((place / name for name in FILES if (place / name).is_file()), None)
        for document in _documents(file) if file is not None else []:
            for text in _loaded(document, place):
                if _is_remote(text, place):
                    yield _problem(text, file)
                elif os.path.isdir(place / text):
                    waiting.append(place / text)


def _loaded(kustomization: Any, place: Path) -> Iterator[str]:
    """Yield all that a kustomization loads."""
    for key, value in kustomization.items() if isinstance(kustomization, dict) else ():
        name = str(key).lower()
        if name in _CHARTS:
            yield from (text for text in _texts(value) if _ADDRESS.match(text))
        elif name in _LOADED:
            for text in _texts(value):
                yield from _in_plugin(text, place) if name in _PLUGINS else ()
                if "\n" not in text:
                    yield text
        else:
            yield from _in_parts(value)


def _in_plugin(text: str, place: Path) -> Iterator[str]:
    """Yield what a generator or transformer loads, which stands in the kustomization or in a file."""
    file = place / text
    if "\n" in text:
        documents = [document.data for document in parse_documents(text, str(place), read_for_cluster)]
    else:
        documents = _documents(file) if not _ADDRESS.match(text) and os.path.isfile(file) else []
    for document in documents:
        yield from _in_parts(document)


def _in_parts(value: Any, key: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for inner, held in value.items():
            yield from _in_parts(held, str(inner).lower())
    elif isinstance(value, list):
        for held in value:
            yield from _in_parts(held, key)
    elif isinstance(value, str) and key in _FILES_OF_PARTS and "\n" not in value:
        # A generator names a file's key in front of it.
        yield from (value, value.partition("=")[2]) if key == "files" else (value,)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for held in value.values() if isinstance(value, dict) else value:
            yield from _texts(held)


def _is_remote(text: str, place: Path) -> bool:
    if "://" in text:
        return True
    looks_so = _ADDRESS.match(text) is not None or _QUERY.search(text) is not None
    return looks_so and not os.path.lexists(place / text)


def _documents(file: Path) -> list[Any]:
    """Return the documents of a file; one with tags, of which nobody knows what they mean, is refused."""
    try:
        with file.open("rb") as opened:
            text = decode(opened.read(MAX_BYTES + 1), str(file))
    except OSError:
        return []
    documents = parse_documents(text, str(file), read_for_cluster)
    if any(document.unread for document in documents):
        message = "the kustomization has a tag, of which nobody knows what it means"
        raise InputError(Problem(code="kustomize-build", message=message, remedy="Write it plainly.", file=str(file)))
    return [document.data for document in documents]


def _problem(text: str, file: Path | None) -> Problem:
    message = f"the kustomization refers to {text[:100]!r}, which is elsewhere"
    remedy = "Copy it into a folder beside the kustomization: nothing is fetched here."
    return Problem(code="kustomize-build", message=message, remedy=remedy, file=str(file))
