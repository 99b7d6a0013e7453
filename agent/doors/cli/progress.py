"""A progress bar on stderr, while somebody watches."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def progress(
    doing: str, *, wanted: bool, least: int = 0, name: Callable[[Any], str] | None = None
) -> Iterator[Callable[[int, Any], None]]:
    """Give a function that takes the number of all runs and each result as it comes.

    Args:
        doing: what stands beside the bar.
        wanted: whether there is to be one, if stderr is a terminal.
        least: how many runs there have to be for it.
        name: returns what stands beside it once a result came; that stays the same by default.
    """
    if not wanted or not sys.stderr.isatty():
        yield lambda _total, _result: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(doing, total=None, visible=not least)

        def advance(total: int, result: Any) -> None:
            said = name(result) if name else doing
            bar.update(task, total=total, advance=1, description=said, visible=total >= least)

        yield advance
