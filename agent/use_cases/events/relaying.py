"""Events relay: what waits is sent now."""

from collections.abc import Sequence

from foundation.model.run.relayed import RelayResult
from memory.memory import Memory
from plugins.event_emitter.relay import Relay


def relay_events(tenants: Sequence[str] | None = None, *, memory: Memory, relay: Relay) -> RelayResult:
    """Send what waits, whenever it was to be tried next.

    Args:
        tenants: whose; everybody's by default.
        memory: the memory.
        relay: sends.

    Raises:
        OutsideError: memory cannot be used.
    """
    scopes = [memory.of(tenant) for tenant in (memory.tenants() if tenants is None else tenants)]
    done = relay.relay(*scopes, at_once=True)
    return RelayResult(
        sent=done.sent, refused=done.refused, waiting=done.waiting, problems=list(done.problems.values())
    )
