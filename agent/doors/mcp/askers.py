"""Whoever asks, as the work of this door sees them: what they may do, and whose records exist for them."""

from dataclasses import replace
from typing import TYPE_CHECKING

from foundation.model.access import Principal, Role, require

if TYPE_CHECKING:
    from agent.bootstrap import Agent


def seen_by(asker: Principal | None, agent: "Agent", role: Role = "reader") -> "Agent":
    """Return the agent as it is for whoever asks.

    Args:
        asker: who asks, if that is known.
        agent: the agent of this process.
        role: what they have to be.

    Raises:
        NotSignedInError: nobody knows who asks.
        ForbiddenError: they lack the role.
    """
    visible = require(asker, role).visible
    return replace(agent, settings=agent.settings.seen_by(visible))
