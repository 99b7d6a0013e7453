"""The skeleton of a chart: all that ``helm lint`` may look at and that its own rules do not look at each time."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

from plugins.k8s_validator.subject.chart_name import without_name
from plugins.k8s_validator.subject.documents import read_text

#: Files that lint does not read, or whose content its own rules see whole: values.yaml is rendered.
_UNREAD = ("values.yaml", "values-*.yaml", "README.md")


def skeleton_of(files: Mapping[str, bytes], kinds: Iterable[tuple[str, str]], *circumstances: str) -> str:
    """Return the digest of a chart's skeleton.

    Args:
        files: what is in the archive, by path in the chart.
        kinds: API versions and kinds that it renders to.
        circumstances: what else the verdict hangs on: the engine, the Kubernetes version.
    """
    digest = hashlib.sha256()
    for part in _parts(files, kinds, circumstances):
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def _parts(
    files: Mapping[str, bytes], kinds: Iterable[tuple[str, str]], circumstances: Iterable[str]
) -> Iterator[bytes]:
    yield json.dumps([*circumstances, sorted(kinds)]).encode()
    objects = read_text(files["Chart.yaml"].decode(), "Chart.yaml").objects
    chart = objects[0] if objects and isinstance(objects[0], dict) else {}
    name = str(chart.get("name", ""))
    for path in sorted(files):
        if path == "Chart.yaml":
            yield json.dumps(_shape(chart), sort_keys=True).encode()
        elif not any(fnmatchcase(path, pattern) for pattern in _UNREAD):
            yield path.encode()
            yield _nameless(files[path], name) if path.startswith("templates/") else files[path]


def _shape(value: Any) -> Any:
    """Return which keys there are and of what type their values are; how often a form repeats does not matter."""
    if isinstance(value, dict):
        return {key: _shape(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [json.loads(form) for form in sorted({json.dumps(_shape(inner), sort_keys=True) for inner in value})]
    return type(value).__name__


def _nameless(template: bytes, name: str) -> bytes:
    # Any bytes are text in this encoding.
    return without_name(template.decode("latin-1"), name).encode("latin-1")
