"""Which objects may belong to a workload, without trying each with each: an input may hold thousands of both."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from agent.importing.objects import SourceObject

#: Something that an object asks for and a workload has, such as a label of its pods or the name of a ConfigMap.
Hook = tuple[str, ...]
#: The hook of what may belong to any workload.
ANY: Hook = ("any",)
_EVERYWHERE = None


class Candidates:
    """The objects of an input by their hooks and namespaces.

    Args:
        objects: the objects, in the order of the input.
        hooks: returns the hooks of an object; a workload that it belongs to has one of them.
    """

    def __init__(self, objects: Iterable[SourceObject], hooks: Callable[[SourceObject], Iterable[Hook]]) -> None:
        self._objects = list(objects)
        self._numbers: dict[tuple[str | None, Hook], list[int]] = defaultdict(list)
        for number, item in enumerate(self._objects):
            for hook in {*hooks(item)}:
                self._numbers[item.namespace, hook].append(number)
                self._numbers[_EVERYWHERE, hook].append(number)

    def of(self, workload: SourceObject, hooks: Iterable[Hook]) -> list[SourceObject]:
        """Return the objects that have one of some hooks and can be in a workload's namespace, in their order.

        Args:
            workload: the workload.
            hooks: what it has.
        """
        places = (workload.namespace, "") if workload.namespace else (_EVERYWHERE,)
        found = {number for hook in hooks for place in places for number in self._numbers.get((place, hook), ())}
        return [self._objects[number] for number in sorted(found)]


def label_hooks(labels: dict[str, str]) -> list[Hook]:
    """Return a hook for each label of a workload's pods."""
    return [("label", key, value) for key, value in labels.items()]


def selector_hook(wanted: dict[str, Any], frequencies: Counter[Hook]) -> Hook:
    """Return the hook of a selector: the label that the fewest workloads have.

    Args:
        wanted: the labels that it asks for.
        frequencies: how many workloads have each label.
    """
    hooks = [("label", key, value) for key, value in wanted.items() if isinstance(value, str)]
    if len(hooks) < len(wanted):
        return ("none",)  # no label is anything but text
    return min(hooks, key=lambda hook: frequencies[hook], default=ANY)
