"""What changes between two outputs, in words of their objects rather than of their files."""

from typing import Any, Literal

from foundation.model.base import FrozenModel

#: moved: the entries of a list are the same in another order. replaced: an object of another kind, group or namespace
#: takes over the name. runs-anew: a Job has another name, which follows from what it runs.
Kind = Literal["added", "removed", "changed", "moved", "replaced", "runs-anew"]


class Difference(FrozenModel):
    """One thing that changes, in each environment in which it changes alike.

    Attributes:
        kind: what becomes of it.
        environments: names of the environments, sorted; none for values of the chart that all of them share.
        object: ``Kind/name``, or the file of the chart's values where no manifest shows what changes.
        path: dotted path in the object, with the names of a list's entries; empty for the object itself.
        before: the earlier value; of data of a Secret only that there is one.
        after: the new value, likewise.
    """

    kind: Kind
    environments: list[str]
    object: str
    path: str = ""
    before: Any = None
    after: Any = None


class Folded(FrozenModel):
    """What changes without meaning anything to a cluster: ids, the labels of the trace, checksums, the chart's version.

    Attributes:
        objects: number of objects in which it does.
        fields: names of the labels and annotations.
    """

    objects: int
    fields: list[str]


class Meaning(FrozenModel):
    """All that changes.

    Attributes:
        differences: what changes in meaning.
        folded: what changes beside it; nothing, if nothing does.
        files: paths of all other files that differ, and of manifests that cannot be read.
    """

    differences: list[Difference] = []
    folded: Folded | None = None
    files: list[str] = []
