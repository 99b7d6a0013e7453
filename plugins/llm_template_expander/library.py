"""What the expander asks of the template folders."""

from typing import Protocol

from agent.model.drafts.policy import DraftPolicy
from agent.model.overlay import Overlay
from agent.model.policy import PlatformPolicy
from agent.model.templates import ChartDefinition, ResourceTemplate


class Library(Protocol):
    """The catalog with its policies, read only."""

    @property
    def charts(self) -> dict[str, ChartDefinition]:
        """Chart templates by id."""

    @property
    def policy(self) -> PlatformPolicy:
        """The platform policy."""

    @property
    def profiles(self) -> dict[str, Overlay]:
        """Environment profiles by name."""

    @property
    def admission(self) -> dict[str, str]:
        """Text of the admission policies, by path."""

    @property
    def drafts(self) -> DraftPolicy:
        """What drafts may hold."""

    def resource(self, identifier: str) -> ResourceTemplate:
        """Return one resource template."""
