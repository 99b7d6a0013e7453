"""What the expander asks of the template folders."""

from typing import Protocol

from foundation.model.bundle.layer import Layer
from foundation.model.chart.templates import ChartDefinition, InfrastructureTemplate, PipelineTemplate, ResourceTemplate
from foundation.model.drafts.policy import DraftPolicy
from foundation.model.policy.platform import PlatformPolicy


class Library(Protocol):
    """The catalog with its policies, read only."""

    @property
    def charts(self) -> dict[str, ChartDefinition]:
        """Chart templates by id."""

    @property
    def pipelines(self) -> list[PipelineTemplate]:
        """Pipeline templates."""

    @property
    def infrastructure(self) -> list[InfrastructureTemplate]:
        """Infrastructure templates."""

    @property
    def policy(self) -> PlatformPolicy:
        """The platform policy."""

    @property
    def profiles(self) -> dict[str, Layer]:
        """Environment profiles by name."""

    @property
    def admission(self) -> dict[str, str]:
        """Text of the admission policies, by path."""

    @property
    def drafts(self) -> DraftPolicy:
        """What drafts may hold."""

    def resource(self, identifier: str) -> ResourceTemplate:
        """Return one resource template."""
