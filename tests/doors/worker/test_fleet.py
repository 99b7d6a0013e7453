"""Real workers on a real server, with trouble: what is asked for is done once, and nothing is lost."""

from collections import Counter
from pathlib import Path

import pytest

from tests.support.fleet import ANNOUNCED_EVENTS, Trial, bundles, by_command_line, poison, trial

pytestmark = pytest.mark.xdist_group("fleet")
BUNDLES, POISONED = 60, 5


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> Trial:
    """What 4 workers left of 60 bundles, while two of them and the server were killed."""
    return trial(tmp_path_factory.mktemp("fleet"), bundles(BUNDLES), poison(POISONED))


def test_each_bundle_is_done_once_and_no_event_is_lost(left: Trial) -> None:
    names = [bundle["component"]["name"] for bundle in bundles(BUNDLES)]
    assert left.runs == Counter(names)
    assert left.announced == Counter((name, event) for name in names for event in ANNOUNCED_EVENTS)


def test_the_digests_are_those_of_the_command_line(left: Trial, tmp_path: Path) -> None:
    assert left.digests == by_command_line(tmp_path / "local", bundles(BUNDLES))


def test_only_the_poisoned_are_dead_letters(left: Trial) -> None:
    codes = Counter(letter["problems"][0]["code"] for letter in left.dead)
    assert codes == {"event-unreadable": 2, "event-type-unknown": 1, "wrong-value": 1, "wrong-type": 1}


def test_no_traceback_is_logged(left: Trial) -> None:
    assert "Traceback" not in left.said
    assert "internal error" not in left.said
    assert [line for line in left.said.splitlines() if not line.startswith("{") and "interrupted" not in line] == []
