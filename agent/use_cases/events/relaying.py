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
    done = RelayResult()
    for tenant in memory.tenants() if tenants is None else tenants:
        part = relay.relay(memory.of(tenant), at_once=True)
        waiting = {name: done.waiting.get(name, 0) + part.waiting.get(name, 0) for name in done.waiting | part.waiting}
        known = {problem.file for problem in done.problems}
        told = [problem for problem in part.problems.values() if problem.file not in known]
        done = RelayResult(
            sent=done.sent + part.sent,
            refused=done.refused + part.refused,
            waiting=waiting,
            problems=[*done.problems, *told],
        )
    return done
