"""A chart in Helm's memory, so that it can be rendered several times."""

from functools import cached_property
from typing import Any

import helm_python as helm

from foundation.helm.archives import UNREADABLE, opened
from foundation.helm.values import holds_null, merged
from foundation.helm.values_schema import SCHEMA_FILE, UnusableSchema, ValuesSchema, compiled_schema

#: Schemas that Helm's own validator took in this process; more than these a process hardly sees.
_MOST_SCHEMAS = 256
_taken: dict[bytes, None] = {}


class LoadedChart:
    """A packaged chart.

    Helm compiles values.schema.json anew for each render, which takes as long as the templates do. So once Helm took
    the schema, values that fit it by another validator are rendered without it; all others, and schemas that two
    validators might read differently, go to Helm's own.

    Args:
        archive: the packaged chart.
    """

    def __init__(self, archive: bytes) -> None:
        self._archive = archive

    def render(self, values: dict[str, Any], release: str, namespace: str) -> dict[str, str]:
        """Return the text of every template by its path, with the chart's name in front.

        Args:
            values: what goes over values.yaml.
            release: release name.
            namespace: release namespace.

        Raises:
            helm.HelmError: the chart cannot be read, or does not render.
        """
        if self._fits(values):
            return self._without_schema.render(values, name=release, namespace=namespace)
        rendered = self._whole.render(values, name=release, namespace=namespace)
        if self._schema_text:
            _take(self._schema_text)
        return rendered

    def _fits(self, values: dict[str, Any]) -> bool:
        if self._schema is None or self._schema_text not in _taken:
            return False
        # Null means several things to Helm, by where it stands.
        if self._defaults is None or holds_null(values):
            return False
        return bool(self._schema.validator.is_valid(merged(self._defaults, values)))

    @cached_property
    def _whole(self) -> helm.Chart:
        return helm.Chart.load_archive(self._archive)

    @cached_property
    def _without_schema(self) -> helm.Chart:
        return helm.Chart.load_archive(opened(self._archive).without(SCHEMA_FILE))

    @cached_property
    def _files(self) -> dict[str, bytes]:
        try:
            return opened(self._archive).files
        except UNREADABLE:
            return {}

    @cached_property
    def _schema_text(self) -> bytes:
        """The schema, if there is one and no chart inside this one has another."""
        inner = any(path.startswith("charts/") for path in self._files)
        return b"" if inner else self._files.get(SCHEMA_FILE, b"")

    @cached_property
    def _schema(self) -> ValuesSchema | None:
        try:
            schema = compiled_schema(self._schema_text) if self._schema_text else None
        except UnusableSchema:
            return None
        return schema if schema is not None and schema.is_plain else None

    @cached_property
    def _defaults(self) -> dict[str, Any] | None:
        """The chart's own values as Helm has read them already; what it cannot read it says itself when it renders."""
        try:
            defaults = self._without_schema.values or {}
        except helm.HelmError:
            return None
        return None if holds_null(defaults) else defaults


def _take(schema: bytes) -> None:
    _taken[schema] = None
    while len(_taken) > _MOST_SCHEMAS:
        del _taken[next(iter(_taken))]
