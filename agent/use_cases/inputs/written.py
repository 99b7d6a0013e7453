"""What was given where no bundle could be read of it: kept, so that somebody can mend it and try again."""

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from agent.use_cases.inputs.attachments import FolderReader
from agent.use_cases.inputs.bundles import BundleContent, BundleFiles, OneBundle
from foundation.model.errors import AgentError
from foundation.model.run.request import Options
from foundation.source.application import is_application
from foundation.source.assignment import apply, parse_assignments
from foundation.source.attachments import FileReader, attach
from foundation.source.document import decode, parse_documents
from foundation.source.tree import Document
from memory.records.requests import RecordedRequest, recorded_text

#: More is no bundle that somebody mends by overriding a value.
_MOST_BYTES = 512 * 1024


def written(given: BundleFiles | BundleContent | OneBundle, options: Options) -> RecordedRequest | None:
    """Return what was given, without secrets; nothing, unless it is one bundle of one component.

    Args:
        given: what was given.
        options: how it was to run.
    """
    if isinstance(given, OneBundle):
        return written(given.of, options) if given.component is None else None
    found = None
    with suppress(AgentError, OSError, ValueError, TypeError, RecursionError):
        document = _document(given)
        content = json.dumps(document.data, ensure_ascii=False) if _is_bundle(document.data) else ""
        if content and len(content) <= _MOST_BYTES:
            found = recorded_text(json.loads(content), given.shown, options)
    return found


def _is_bundle(data: Any) -> bool:
    return isinstance(data, dict) and bool(data) and not is_application(data)


def _document(given: BundleFiles | BundleContent) -> Document:
    """Return the only document.

    Raises:
        AgentError, OSError, ValueError: there is none, or there are several.
    """
    if isinstance(given, BundleContent):
        return _read(given.content, given.name, None) if isinstance(given.content, str) else Document(given.content)
    (path,) = given.paths
    file = None if path == "-" else Path(path)
    folder = FolderReader(file.parent if file is not None else Path.cwd())
    document = _read((file.read_bytes() if file else given.stdin or b"").decode(), given.shown, folder)
    for change in parse_assignments(given.assignments)[0]:
        _tried(lambda one: apply(document, [one]), change)
    return document


def _read(text: str, name: str, read: FileReader | None) -> Document:
    (document,) = parse_documents(decode(text.encode(), name), name)
    _tried(lambda one: attach(one, name, read), document)
    return document


def _tried(change: Callable[[Any], None], what: Any) -> None:
    with suppress(AgentError):  # whoever was refused has been told
        change(what)
