"""Rendered text is YAML that reads as objects (``k8sYamlStruct`` of ``template.go``)."""

import re
from collections.abc import Iterator
from typing import Any

from foundation.model.expressions import expression
from plugins.k8s_validator.subject.documents import read_text

#: Helm splits text at these lines before it parses; what else stands on them two parsers may take differently.
_ODD_SEPARATOR = expression(r"^(?:---(?![ \t]*$)|\.\.\.|%|\ufeff)", re.MULTILINE)
_JSON = ("{", "[")
_FIELDS = {"apiversion": "apiVersion", "kind": "kind", "metadata": "metadata"}
_NAMES = {"name": "name", "namespace": "namespace"}


def objects_of(path: str, text: str) -> tuple[list[dict[str, Any]], list[str]]:
    """Return the objects of a rendered file, and what may be wrong with its form.

    Args:
        path: the template.
        text: what it rendered to.
    """
    parsed = read_text(text, path)
    if parsed.problems or _ODD_SEPARATOR.search(text) or text.lstrip().startswith(_JSON):
        return [], [f"{path} may not parse"]
    objects = [document for document in parsed.objects if isinstance(document, dict)]
    faults = [fault for document in parsed.objects for fault in _faults(path, document)]
    return objects, faults


def _faults(path: str, document: Any) -> Iterator[str]:
    if not isinstance(document, dict):
        yield f"{path} holds something else than objects"
        return
    metadata = document.get("metadata", {})
    for value, fields in ((document, _FIELDS), (metadata, _NAMES)):
        # Go takes keys in any case of their letters.
        odd = isinstance(value, dict) and any(fields.get(key.lower(), key) != key for key in value)
        if odd or not isinstance(value, dict):
            yield f"{path} has keys that Helm may read as others"
    texts = [document.get("apiVersion", ""), document.get("kind", "")]
    texts += [metadata.get(key, "") for key in _NAMES] if isinstance(metadata, dict) else []
    if not all(isinstance(text, str) for text in texts):
        yield f"{path} has an apiVersion, a kind, a name or a namespace that is no text"
