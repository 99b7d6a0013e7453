"""Pass on the context of runs: a file that another agent goes on from."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from foundation.model.errors import OutsideError, Problem
from foundation.model.flags import Flag
from foundation.model.run.context import PassedContexts, context_of
from foundation.model.run.request import GenerationResult
from foundation.writing.whole import write_whole


def passing_context(results: Iterable[GenerationResult], file: str) -> Iterator[GenerationResult]:
    """Write the contexts of runs when the last of them has ended.

    Args:
        results: what the runs came to.
        file: the file; one that is there is replaced.

    Yields:
        The results.

    Raises:
        OutsideError: the file cannot be written; the runs have ended all the same.
    """
    contexts = []
    for result in results:
        context = context_of(result)
        contexts += [context] if context is not None else []
        yield result
    text = PassedContexts(contexts=contexts).model_dump_json(indent=2) + "\n"
    try:
        Path(file).parent.mkdir(parents=True, exist_ok=True)
        write_whole(Path(file), text.encode())
    except OSError as error:
        message = f"the contexts of the runs cannot be written: {error.strerror}"
        remedy = f"Check the path, and generate once more with {Flag.FORCE}."
        raise OutsideError(Problem(code="file-unwritable", message=message, remedy=remedy, file=file)) from error
