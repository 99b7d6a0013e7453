"""A Helm chart."""

from typing import Any

from pydantic import Field

from foundation.model.base import FrozenModel


class ChartFile(FrozenModel):
    """One text file of a chart: path relative to the chart's folder."""

    path: str
    text: str = Field(repr=False)


class Chart(FrozenModel):
    """A chart with one set of values per environment.

    Attributes:
        name: chart and release name.
        version: the chart's semantic version.
        app_version: the application's version.
        namespace: namespace of every object.
        files: all files, sorted by path.
        values: what each environment puts over values.yaml, by environment.
    """

    name: str
    version: str
    app_version: str
    namespace: str
    files: list[ChartFile]
    values: dict[str, dict[str, Any]] = Field(repr=False)

    @property
    def archive(self) -> str:
        """File name of the chart's archive."""
        return f"{self.name}-{self.version}.tgz"
