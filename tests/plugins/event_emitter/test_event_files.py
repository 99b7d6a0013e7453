"""events.jsonl: nothing is written into files of others, and what a killed run left of a line is mended."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from foundation.model.errors import InputError
from foundation.model.events import Event, UndeliveredError
from plugins.event_emitter.buses.files import EVENTS, FileBus


def event(number: int) -> Event:
    return Event(id=str(number), event="HelmChartReady", payload={"event": "HelmChartReady", "number": number})


def line(number: int) -> bytes:
    return b'{"event": "HelmChartReady", "number": %d}\n' % number


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / EVENTS


#: What somebody else may have in a file of this name, after lines that are there in every case.
FOREIGN = {
    "text": b"remember the milk\n",
    "text without end": b"remember the milk",
    "events of others": b'{"event": "click", "at": 1}\n',
    "an event in a list": b'[{"event": "HelmChartReady"}]\n',
    "another field": b'{"name": "HelmChartReady"}\n',
    "no event": b'{"event": null}\n',
    "broken": b'{"eve\n',
    "binary": b"\xff\xfe\0\1\n",
    "a few letters": b'{"event": "click',
    "deep": b"[" * 100_000 + b"\n",
}


@pytest.mark.parametrize("before", [b"", line(1), line(1) * 3], ids=["alone", "after one", "after three"])
@pytest.mark.parametrize("content", FOREIGN.values(), ids=FOREIGN)
def test_a_file_of_somebody_else_gets_nothing(content: bytes, before: bytes, file: Path) -> None:
    file.write_bytes(before + content + line(9))
    bus, number = FileBus(file.parent), before.count(b"\n") + 1
    with pytest.raises(InputError) as refused:
        bus.require_ours()
    (problem,) = refused.value.problems
    assert (problem.code, problem.file, problem.line) == ("file-not-ours", str(file), number)
    assert problem.message == f"a file of somebody else is where the events go: its line {number} is no event of ours"
    assert problem.remedy
    with pytest.raises(UndeliveredError, match=f"its line {number} is no event of ours; not delivered: HelmChartReady"):
        bus.publish([event(2)])
    assert file.read_bytes() == before + content + line(9)


#: What is there of ours, and what of it stays before the next event.
OURS = {
    "nothing": (b"", b""),
    "lines": (line(1) + line(2), line(1) + line(2)),
    "other space": (b'{"event":"HelmChartReady"}\n', b'{"event":"HelmChartReady"}\n'),
    "another order": (b'{"a": 1, "event": "HelmChartReady"}\n', b'{"a": 1, "event": "HelmChartReady"}\n'),
    "line ends of Windows": (line(1).replace(b"\n", b"\r\n"), line(1).replace(b"\n", b"\r\n")),
    "empty lines": (b"\n" + line(1) + b"\n", b"\n" + line(1) + b"\n"),
    "no last line end": (line(1) + line(2)[:-1], line(1) + line(2)),
    "a line that was cut off and ended": (line(1)[:-5] + b"\n" + line(2), line(1)[:-5] + b"\n" + line(2)),
    "zeros after a crash": (line(1) + b"\0" * 100, line(1)),
    **{f"{length} bytes of a line": (line(1) + line(2)[:length], line(1)) for length in range(1, len(line(2)) - 1, 3)},
}


@pytest.mark.parametrize("case", OURS)
def test_a_file_of_ours_goes_on_with_a_line_of_its_own(case: str, file: Path) -> None:
    before, stays = OURS[case]
    file.write_bytes(before)
    bus = FileBus(file.parent)
    bus.require_ours()
    assert file.read_bytes() == before, "looking changes nothing"
    bus.publish([event(3), event(4)])
    assert file.read_bytes() == stays + line(3) + line(4)
    bus.require_ours()


def test_what_is_no_file_takes_no_events_and_nobody_waits_for_it(file: Path) -> None:
    os.mkfifo(file)
    bus = FileBus(file.parent)
    bus.require_ours()
    with pytest.raises(UndeliveredError, match="it is no file"):
        bus.publish([event(1)])


def test_a_full_disk_leaves_whole_lines(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_bytes(line(1))
    write = os.write

    def full(descriptor: int, content: bytes) -> int:
        if len(content) <= 20:
            raise OSError(28, "No space left on device")
        return write(descriptor, content[:20])

    with monkeypatch.context() as patched:
        patched.setattr(os, "write", full)
        with pytest.raises(UndeliveredError, match="No space left on device"):
            FileBus(file.parent).publish([event(2)])
    assert file.read_bytes() == line(1)
    FileBus(file.parent).publish([event(2)])
    assert file.read_bytes() == line(1) + line(2)


WRITER = """
import sys
from pathlib import Path
from foundation.model.events import Event
from plugins.event_emitter.buses.files import FileBus

payload = {"event": "HelmChartReady", "text": sys.argv[2] * 20_000}
for _ in range(30):
    FileBus(Path(sys.argv[1])).publish([Event(id="x", event="HelmChartReady", payload=payload)])
"""


def test_runs_that_append_at_the_same_time_do_not_mix(file: Path) -> None:
    runs = [subprocess.Popen([sys.executable, "-c", WRITER, str(file.parent), name]) for name in "abc"]
    assert [run.wait() for run in runs] == [0, 0, 0]
    texts = [json.loads(text)["text"] for text in file.read_text().splitlines()]
    assert sorted(texts) == [name * 20_000 for name in "abc" for _ in range(30)]
