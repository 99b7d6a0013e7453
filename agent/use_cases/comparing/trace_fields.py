"""What says where an object comes from, and nothing of what a cluster does with it; pure."""

import re
from typing import Any

from agent.use_cases.comparing.fields import FieldDifference, Path
from foundation.model.run.trace import EXECUTION_ANNOTATION

#: Labels and annotations of the trace, and what follows from the chart's version.
_NAMES = frozenset(
    {
        "agent_origin",
        "app.kubernetes.io/version",
        "blueprint_id",
        "component_scope",
        "generated_by",
        "helm.sh/chart",
        "trace_id",
        EXECUTION_ANNOTATION,
    }
)
_CHECKSUM = "checksum/"
_IDS = ("trace_id", "blueprint_id", EXECUTION_ANNOTATION)
#: An id inside of a text, as in the resource attributes of OpenTelemetry.
_ID_IN_TEXT = re.compile(rf"""\b({"|".join(_IDS)})(["']?\s*[=:]\s*["']?)([^,;\s"']+)""")
_JOB_DIGEST = re.compile(r"-[0-9a-f]{10}$")


def folded_names(difference: FieldDifference) -> list[str]:
    """Return which ids, labels of the trace, checksums and versions alone differ; none, if more does.

    Args:
        difference: what differs, with its path from the object's root.
    """
    if _is_label(difference.path):
        return [difference.path[-1]]
    before, after = difference.before, difference.after
    if difference.kind == "changed" and isinstance(before, str) and isinstance(after, str):
        return _ids_that_differ(before, after)
    return []


def is_of_trace(path: Path) -> bool:
    """Tell whether a field is called as a label of the trace, a version or a checksum is.

    Args:
        path: where it is.
    """
    return path[-1] in _NAMES or path[-1].startswith(_CHECKSUM)


def _is_label(path: Path) -> bool:
    held = len(path) >= 3 and path[-3] == "metadata" and path[-2] in ("labels", "annotations")
    return held and is_of_trace(path)


def _ids_that_differ(before: str, after: str) -> list[str]:
    if _ID_IN_TEXT.sub(r"\1\2", before) != _ID_IN_TEXT.sub(r"\1\2", after):
        return []
    pairs = zip(_ID_IN_TEXT.finditer(before), _ID_IN_TEXT.finditer(after), strict=True)
    return sorted({one[1] for one, other in pairs if one[3] != other[3]})


def lasting_name(kind: Any, name: Any) -> str:
    """Return the name that an object keeps from release to release: a Job's ends in a digest of what it runs."""
    return _JOB_DIGEST.sub("", str(name)) if kind == "Job" else str(name)
