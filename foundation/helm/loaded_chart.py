"""A chart in Helm's memory, so that it can be rendered several times."""

from functools import cached_property
from typing import Any

import helm_python as helm

from foundation.helm.archives import UNREADABLE, opened
from foundation.helm.schema_references import SCHEMA_FILE
from foundation.helm.values import holds_null, merged, removes_only
from foundation.helm.values_schema import UnusableSchema, ValuesSchema, compiled_schema


class LoadedChart:
    """A packaged chart.

    Helm compiles values.schema.json anew for each render, which takes longer than the templates do. So values that fit
    it by another validator are rendered without it; all others, and schemas that two validators might read differently,
    go to Helm's own. What Helm thinks of a schema itself, its lint says once for each skeleton.

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
        return self._whole.render(values, name=release, namespace=namespace)

    def _fits(self, values: dict[str, Any]) -> bool:
        # Null that removes nothing means several things to Helm, by where it stands.
        if self._schema is None or self._defaults is None or not removes_only(self._defaults, values):
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
