"""Persistent volumes."""

from agent.model.chart_values import Persistence, PersistentClaim
from agent.model.overlay import Overlay
from agent.model.policy import PlatformPolicy


def persistence(settings: Overlay, policy: PlatformPolicy) -> Persistence:
    """Return the claims to make and mount."""
    return Persistence(
        claims=[
            PersistentClaim(
                name=claim.name,
                size=claim.size,
                mount_path=claim.mount_path,
                storage_class=claim.storage_class or "",
                access_modes=[*(claim.access_modes or policy.storage.access_modes)],
            )
            for claim in settings.volumes or []
        ]
    )
