"""Events on their way out: ids that stay, buses that fail, and a bus of somebody else's."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from agent.bootstrap import announce_rejection, build_agent
from foundation.model.errors import InputError, Problem
from foundation.model.events import Event, EventLog, UndeliveredError
from foundation.model.run.request import GenerationResult
from plugins.event_emitter.buses.bus import undelivered
from plugins.event_emitter.buses.stdout import StreamBus
from tests.support.generation import case_named, read_case, request_of, settings_in


class ListBus:
    """All that a new bus is: a module like this one, and a line in the wiring."""

    name = "list"

    def __init__(self) -> None:
        self.events: list[Event] = []

    def publish(self, events: Sequence[Event]) -> None:
        self.events += events


class BrokenBus:
    name = "broken"

    def publish(self, events: Sequence[Event]) -> None:
        raise undelivered(events, "queue", "it is full", "Empty it.")


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> ListBus:
    """A bus that is wired behind one that takes nothing."""
    bus = ListBus()
    monkeypatch.setattr("agent.bootstrap.events._buses", lambda _: [BrokenBus(), bus])
    return bus


def generate(folder: Path, *changes: str, case: str = "order-service", **settings: object) -> GenerationResult:
    agent = build_agent(settings_in(folder / "state", **settings))
    return agent.runner.generate(request_of(read_case(case_named(case), *changes), folder / "out"))


def refuse(folder: Path, source: str = "bundle.yaml", message: str = "no YAML") -> EventLog:
    problem = Problem(code="yaml-syntax", message=message, remedy="Mend it.")
    return announce_rejection(settings_in(folder / "state"), source, InputError(problem))


def test_every_bus_gets_all_events_of_all_runs_whatever_becomes_of_the_others(bus: ListBus, tmp_path: Path) -> None:
    runs = [generate(tmp_path), generate(tmp_path, "component.container_image=a/b:latest")]
    assert [run.status for run in runs] == ["saved", "blocked"]
    refused = refuse(tmp_path)
    assert bus.events == [*runs[0].events.events, *runs[1].events.events, *refused.events]
    assert "queue" in {problem.file for problem in runs[0].problems}
    (message,) = (problem.message for problem in runs[0].problems if problem.file == "queue")
    assert message.endswith(
        "not delivered: TraceLinkValidated, 3 InfrastructureGenerated, HelmChartReady, 3 ManifestPublished"
    )
    assert len((tmp_path / "out" / "events.jsonl").read_text().splitlines()) == 8
    assert len((tmp_path / "state" / "events.jsonl").read_text().splitlines()) == 3


def test_a_refusal_whose_event_is_lost_says_both(bus: ListBus, tmp_path: Path) -> None:
    error = InputError(Problem(code="yaml-syntax", message="no YAML", remedy="Mend it."))
    announce_rejection(settings_in(tmp_path), "bundle.yaml", error)
    assert [problem.code for problem in error.problems] == ["yaml-syntax", "event-not-written"]


def ids(result: GenerationResult | EventLog) -> list[str]:
    log = result.events if isinstance(result, GenerationResult) else result
    return [event.id for event in log.events]


def test_the_same_event_of_the_same_run_has_the_same_id_and_no_other_has_it(tmp_path: Path) -> None:
    first, later = generate(tmp_path / "a"), generate(tmp_path / "b", source_date_epoch=1)
    assert ids(first) == ids(later)
    assert [event.payload for event in first.events.events] != [event.payload for event in later.events.events]
    wrong = "component.container_image=a/b:latest"
    others = [
        generate(tmp_path / "c", "execution_id=exec-other"),
        generate(tmp_path / "d", "component.env[0].value=other"),
        generate(tmp_path / "e", wrong),
        generate(tmp_path / "f", wrong, "tenant=other"),
        generate(tmp_path / "g", "trace_id=null"),
        refuse(tmp_path),
        refuse(tmp_path, source="other.yaml"),
        refuse(tmp_path, message="other"),
    ]
    known = [identity for result in (first, *others) for identity in ids(result)]
    assert len(known) == len(set(known)) == 8 + 8 + 8 + 2 + 2 + 1 + 1 + 1 + 1
    assert ids(refuse(tmp_path)) == ids(others[5])
    assert ids(generate(tmp_path / "e", wrong)) == ids(others[2])


class Pipe:
    """A reader that goes away after some events."""

    def __init__(self, takes: int) -> None:
        self.left, self.taken = takes, ""

    def write(self, text: str) -> None:
        if self.left == 0:
            raise BrokenPipeError(32, "Broken pipe")
        self.left -= 1
        self.taken += text

    def flush(self) -> None:
        """Each event goes out at once."""


@pytest.mark.parametrize("takes", range(3))
def test_events_before_a_reader_went_away_have_gone_out(takes: int) -> None:
    events = [Event(id=str(n), event="HelmChartReady", payload={"event": "HelmChartReady", "n": n}) for n in range(3)]
    pipe = Pipe(takes)
    with pytest.raises(UndeliveredError) as caught:
        StreamBus(pipe).publish(events)  # type: ignore[arg-type]
    assert [event.id for event in caught.value.events] == [str(n) for n in range(takes, 3)]
    assert len(pipe.taken.splitlines()) == takes
