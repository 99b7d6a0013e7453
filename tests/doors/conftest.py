import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.generation import FIXED_TIME


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with memory of its own and a fixed clock, for both doors alike."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("INFRA_ENGINEER_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(FIXED_TIME))
    return tmp_path


@pytest.fixture(autouse=True)
def handlers() -> Iterator[None]:
    """The program takes signals for itself; a test run in the same process gets them back."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before, hook = {number: signal.getsignal(number) for number in numbers}, sys.unraisablehook
    yield
    for number, handler in before.items():
        signal.signal(number, handler)
    sys.unraisablehook = hook
