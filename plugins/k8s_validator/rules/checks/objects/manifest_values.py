"""No cruft: no status, no null, no empty mapping."""

from collections.abc import Iterator
from typing import Any

from foundation.model.findings import Finding
from foundation.source.document import Path
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.subject.subject import Subject

#: Empty mappings that say something: "all of them", or "with the defaults".
_MEANINGFUL = frozenset(
    {"podSelector", "namespaceSelector", "selector", "labelSelector", "emptyDir", "ingress", "egress", "from", "to"}
)
#: Types of what is neither null nor holds anything.
_SCALARS = frozenset({str, int, bool, float})


def _run(check: Check, subject: Subject) -> Iterator[Finding]:
    for item in subject.objects:
        if "status" in item.data:
            yield subject.finding(check, "status belongs to the cluster", object=item, path=("status",))
        for path, value in _empties(item.data) if _may_have_empties(item.data) else ():
            what = "null" if value is None else "an empty mapping"
            finding = subject.finding(check, f"the value is {what}", object=item, path=path)
            # In our own manifests a null is a value that a template lost.
            lost = value is None and subject.effective is not None
            yield finding.model_copy(update={"severity": "error"}) if lost else finding


def _may_have_empties(data: Any) -> bool:
    """Tell whether there is a null or an empty mapping somewhere; hardly any object has one, and paths take time."""
    stack = [data]
    while stack:
        value = stack.pop()
        if isinstance(value, dict):
            if not value:
                return True
            stack += [child for child in value.values() if type(child) not in _SCALARS]
        elif isinstance(value, list):
            stack += [child for child in value if type(child) not in _SCALARS]
        elif value is None:
            return True
    return False


def _empties(data: Any) -> Iterator[tuple[Path, Any]]:
    stack: list[tuple[Path, Any]] = [((), data)]
    while stack:
        path, value = stack.pop()
        children: Any = ()
        if isinstance(value, dict):
            if not value and path and path[-1] not in _MEANINGFUL and not isinstance(path[-1], int):
                yield path, value
            children = value.items()
        elif isinstance(value, list):
            children = enumerate(value)
        elif value is None:
            yield path, value
        stack.extend(((*path, key), child) for key, child in children if not isinstance(child, (str, int)))


CHECK = Check(
    code="manifest-values",
    severity="warning",
    title="Manifests carry no status, no null and no empty mapping.",
    remedy="Leave the key out.",
    references=("Kubernetes API conventions, Optional vs. required",),
    run=_run,
)
