"""Wiring of what tells that a request needs no work; it needs neither the kernel nor Helm."""

from collections.abc import Callable
from functools import partial
from typing import TextIO

from agent.bootstrap.attesting import build_attestor
from agent.bootstrap.clocks import clock
from agent.bootstrap.events import build_emitter
from agent.bootstrap.memory import build_memory, build_relaying
from agent.bootstrap.sinks import build_sinks
from agent.settings import Settings
from agent.use_cases.unchanged import unchanged
from foundation.model.run.request import GenerationRequest, GenerationResult


def build_unchanged(
    settings: Settings, *, confined: bool = False, event_stream: TextIO | None = None
) -> Callable[[GenerationRequest], GenerationResult | None]:
    """Wire it.

    Args:
        settings: the settings.
        confined: whether artifacts may only be saved below the workspace.
        event_stream: text stream that gets the events too.
    """
    from memory.trace_memory import TraceMemory
    from plugins.trace_metadata_injector.record import remember_earlier

    attestor, sinks, memory = build_attestor(settings), build_sinks(settings, confined), build_memory(settings)
    store, relaying = TraceMemory(memory), build_relaying(settings, partial(_warn, settings))
    return partial(
        unchanged,
        find=sinks.find,
        published=sinks.holds,
        attested=attestor.covers if attestor is not None else lambda _: True,
        delivered=build_emitter(settings, event_stream).delivered,
        remember=partial(remember_earlier, store=store, now=clock(settings)),
        relay=lambda tenant: relaying(memory.of(tenant)),
    )


def _warn(settings: Settings, message: str) -> None:
    from agent.bootstrap.logs import build_log  # imported here: there is hardly ever anything to say

    build_log(settings).warning(message)
