"""A chart's values as its files give them, with positions."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from foundation.model.errors import InputError
from foundation.source.document import decode, parse_documents
from foundation.source.scalars import read_for_cluster
from foundation.source.tree import Document
from plugins.k8s_validator.subject.documents import read_text
from plugins.k8s_validator.subject.subject import ChartSubject

DEFAULTS = "values.yaml"


@dataclass(frozen=True)
class ValuesFile:
    """One values file.

    Attributes:
        path: its path as findings name it.
        text: its text.
    """

    path: str
    text: str

    @cached_property
    def data(self) -> dict[str, Any]:
        """What it says; a file that does not parse says nothing and has a finding of its own."""
        objects = read_text(self.text, self.path).objects
        return objects[0] if objects and isinstance(objects[0], dict) else {}

    def line(self, keys: tuple[str | int, ...]) -> int | None:
        """Return the line of a key, or of what is nearest to it."""
        document = self._document
        return document.key_positions.get(keys, document.position(keys))[0]

    @cached_property
    def _document(self) -> Document:
        """Positions cost more than parsing, so only files with findings pay for them."""
        try:
            documents = parse_documents(self.text, self.path, read_for_cluster)
        except InputError:
            documents = []
        return documents[0] if documents else Document()


def default_values(chart: ChartSubject) -> ValuesFile:
    """Return values.yaml; a chart without one has no values."""
    return _read(f"{chart.folder}{DEFAULTS}", decode_or_empty(chart.files.get(DEFAULTS, b"")))


def values_files(chart: ChartSubject) -> list[ValuesFile]:
    """Return the values that go over values.yaml, one for each environment."""
    return [_read(f"{chart.folder}values-{name}.yaml", text) for name, text in chart.values.items()]


def subcharts(chart: ChartSubject) -> set[str]:
    """Return the keys that belong to the charts inside the chart."""
    names = {path.split("/")[1].removesuffix(".tgz") for path in chart.files if path.startswith("charts/")}
    about = read_text(decode_or_empty(chart.files.get("Chart.yaml", b"")), "Chart.yaml").objects
    dependencies = about[0].get("dependencies") if about and isinstance(about[0], dict) else None
    for item in dependencies if isinstance(dependencies, list) else []:
        if isinstance(item, dict):
            names |= {str(item.get("alias") or item.get("name"))}
    return names | {"global"}


def decode_or_empty(content: bytes) -> str:
    """Decode a file; one that is no text has a finding of its own."""
    try:
        return decode(content, "")
    except InputError:
        return ""


@lru_cache(maxsize=64)
def _read(path: str, text: str) -> ValuesFile:
    """Read a file once for all rules that look at it."""
    return ValuesFile(path, text)
