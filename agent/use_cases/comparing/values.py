"""What changes in the values of a chart, for outputs whose manifests do not show it."""

import re
from collections.abc import Iterator, Sequence

from agent.use_cases.comparing.fields import field_differences, shown_path
from agent.use_cases.comparing.trace_fields import folded_names, is_of_trace
from foundation.model.run.changes import Change
from foundation.model.run.meaning import Difference
from plugins.k8s_validator.subject.documents import read_text

_VALUES = re.compile(r"charts/[^/]+/(values(?:-(.+))?\.yaml)")


def differences_of_values(changes: Sequence[Change]) -> Iterator[Difference]:
    """Yield what changes in values files: as objects of no environment, or of the one that the file is for.

    Args:
        changes: the files that differ.
    """
    for change in changes:
        file = _VALUES.fullmatch(change.path)
        if file is None or change.kind != "changed":
            continue
        old, new = (read_text(text, change.path).objects for text in (change.before, change.after))
        for difference in field_differences(old, new):
            path = difference.path[1:]  # the first step leads to the only document
            if path and not is_of_trace(path) and not folded_names(difference):
                yield Difference(
                    kind=difference.kind,
                    environments=[file[2]] if file[2] else [],
                    object=file[1],
                    path=shown_path(path),
                    before=difference.before,
                    after=difference.after,
                )
