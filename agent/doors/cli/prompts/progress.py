"""A progress bar on stderr, while somebody watches."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agent.evaluation.outcome import CaseResult


@contextmanager
def progress(*, wanted: bool) -> "Iterator[Callable[[int, CaseResult], None]]":
    """Give a function that takes the number of all runs and each result as it comes."""
    if not wanted or not sys.stderr.isatty():
        yield lambda _total, _result: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("asking", total=None)

        def advance(total: int, result: "CaseResult") -> None:
            bar.update(task, total=total, advance=1, description=result.case)

        yield advance
