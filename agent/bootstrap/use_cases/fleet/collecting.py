"""Wiring of what collects the work of a fleet."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from agent.bootstrap.memory import build_memory
from agent.bootstrap.sinks import build_sinks
from agent.settings import Settings
from agent.use_cases.fleet.carry_out import CarriedOut
from agent.use_cases.fleet.collect import collect
from foundation.model.destination import Receipt
from foundation.model.events import Event
from foundation.model.run.request import GenerationRequest, GenerationResult


def build_collect(settings: Settings) -> Callable[[GenerationRequest, CarriedOut], GenerationResult]:
    """Wire the use case.

    Args:
        settings: the settings.
    """
    return partial(collect, memory=build_memory(settings), save=build_sinks(settings, False).save, tell=_tell)


def _tell(receipt: Receipt, events: Sequence[Event]) -> None:
    from plugins.event_emitter.buses.files import FileBus

    FileBus(Path(receipt.place)).publish(events)
