"""The documents that a cluster judges, and which objects they hold."""

import re
from collections.abc import Iterator

from foundation.kubectl.server_dry_run import Document
from foundation.model.expressions import expression
from plugins.k8s_validator.objects.objects import KubernetesObject
from plugins.k8s_validator.subject.subject import Subject

_BEGINNING = expression(r"^(?=---(?:\s|$))", re.MULTILINE)
#: What a text without any object is made of: markers, comments and empty lines.
_NOTHING = expression(r"(?:[ \t]*(?:#.*|---|\.\.\.)?[ \t]*(?:#.*)?(?:\n|$))*")


def documents_of(subject: Subject) -> Iterator[Document]:
    """Yield the exact text of each document that would be applied; of files that do not tell, the whole text."""
    for path, parsed in subject.parsed.items():
        texts = [text for text in _BEGINNING.split(subject.files[path]) if not _NOTHING.fullmatch(text)]
        if parsed.problems or len(texts) != len(parsed.objects):
            yield from [Document(path, subject.files[path])] if parsed.objects or parsed.problems else []
        else:
            yield from (Document(path, text, index) for index, text in enumerate(texts))


def object_of(subject: Subject, document: Document | None) -> KubernetesObject | None:
    """Return the object of a document; none if it is not known, or holds several."""
    found = [
        item for item in subject.objects if document and (item.file, item.index) == (document.file, document.index)
    ]
    return found[0] if len(found) == 1 else None


def environment_of(subject: Subject, document: Document) -> str | None:
    """Return the environment that a document is for, where anything says so."""
    item = object_of(subject, document)
    return item.environment if item is not None else subject.environments.get(document.file)
