"""A progress bar on stderr, while somebody watches: how many of how many, how fast, and how long still."""

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from rich.progress import Progress


class Bar(Protocol):
    """What is shown, if it is."""

    def __call__(self, total: int, result: Any) -> None:
        """Take the number of all runs and a result that came."""

    def hidden(self) -> AbstractContextManager[None]:
        """Return what takes it away while something else is written to the terminal."""


@contextmanager
def progress(doing: str, *, wanted: bool, least: int = 0, name: Callable[[Any], str] | None = None) -> Iterator[Bar]:
    """Give a bar.

    Args:
        doing: what stands beside the bar.
        wanted: whether there is to be one, if stderr is a terminal.
        least: how many runs there have to be for it.
        name: returns what stands beside it once a result came; that stays the same by default.
    """
    if not wanted or not sys.stderr.isatty():
        yield _NoBar()
        return
    from rich.console import Console
    from rich.progress import Progress

    # What is written to stdout must not reach stderr's terminal instead.
    console = Console(stderr=True)
    with Progress(*_columns(), console=console, transient=True, redirect_stdout=False, redirect_stderr=False) as bar:
        yield _RichBar(bar, doing, least, name)


class _NoBar:
    def __call__(self, total: int, result: Any) -> None:
        pass

    def hidden(self) -> AbstractContextManager[None]:
        return nullcontext()


class _RichBar:
    def __init__(self, bar: "Progress", doing: str, least: int, name: Callable[[Any], str] | None) -> None:
        self._bar = bar
        self._least = least
        self._name = name or (lambda _: doing)
        self._task = bar.add_task(doing, total=None, visible=not least)

    def __call__(self, total: int, result: Any) -> None:
        visible = total >= self._least
        self._bar.update(self._task, total=total, advance=1, description=self._name(result), visible=visible)

    @contextmanager
    def hidden(self) -> Iterator[None]:
        self._bar.stop()
        try:
            yield
        finally:
            self._bar.start()


def _columns() -> list[Any]:
    from rich.progress import BarColumn, MofNCompleteColumn, ProgressColumn, Task, TextColumn, TimeRemainingColumn
    from rich.text import Text

    class RateColumn(ProgressColumn):
        def render(self, task: Task) -> Text:
            return Text(rate(task.speed), style="progress.data.speed")

    return [TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), RateColumn(), TimeRemainingColumn()]


def rate(speed: float | None) -> str:
    """Return how fast it goes, in words.

    Args:
        speed: runs a second, if that is known already.
    """
    if not speed:
        return "-/s"
    return f"{speed:.1f}/s" if speed >= 1 else f"{60 * speed:.1f}/min"
