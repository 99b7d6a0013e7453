"""The texts of a bundle in the making that a program reads, each with its place and a way to write it anew."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from agent.importing.objects import items, mapping, mappings, text

#: Settings of which every text is for a program, beside those that are looked at closer.
_WHOLE = ("liveness_probe", "readiness_probe", "startup_probe", "lifecycle", "pod_annotations", "annotations")
_TRAFFIC = ("ingress", "keda")
_CONTAINER_WHOLE = ("livenessProbe", "readinessProbe", "startupProbe", "lifecycle")


@dataclass(frozen=True)
class ProgramText:
    """A text that a program reads.

    Attributes:
        place: where it stands, as messages say it.
        named: what it is the value of: a variable, a key, or the option before an argument.
        holder: the mapping or list that holds it.
        key: its key, or its number.
    """

    place: str
    named: str
    holder: Any
    key: Any

    @property
    def value(self) -> str:
        """The text."""
        return text(self.holder[self.key])

    def write(self, value: str) -> None:
        """Put another text in its place."""
        self.holder[self.key] = value


def program_texts(settings: dict[str, Any]) -> Iterator[ProgramText]:
    """Yield the texts that a program reads.

    Args:
        settings: settings of a component.
    """
    yield from _of_container("", settings, _WHOLE)
    for group in ("init_containers", "sidecars"):
        for index, container in enumerate(mappings(settings.get(group))):
            yield from _of_container(f"{group}[{index}].", container, _CONTAINER_WHOLE)
    config = mapping(settings.get("config"))
    yield from (ProgramText(f"config.{key}", key, config, key) for key in config)
    for entry in mappings(settings.get("files")):
        data = mapping(entry.get("data"))
        name = text(entry.get("name"))
        yield from (ProgramText(f"files[{name}].data.{key}", key, data, key) for key in data)
    for setting in _TRAFFIC:
        given = mapping(settings.get(setting))
        for key in ("annotations", "triggers"):
            yield from _all(f"{setting}.{key}", given, key)


def _of_container(prefix: str, container: dict[str, Any], whole: tuple[str, ...]) -> Iterator[ProgramText]:
    for entry in mappings(container.get("env")):
        if isinstance(entry.get("value"), str):
            name = text(entry.get("name"))
            yield ProgramText(f"{prefix}env[{name}]", name, entry, "value")
    for setting in ("command", "args"):
        yield from _words(f"{prefix}{setting}", container.get(setting))
    for setting in whole:
        yield from _all(f"{prefix}{setting}", container, setting)


def _words(place: str, words: Any) -> Iterator[ProgramText]:
    given = items(words)
    for index, word in enumerate(given):
        if isinstance(word, str):
            before = text(given[index - 1]) if index else ""
            yield ProgramText(f"{place}[{index}]", before if before.startswith("-") else "", given, index)


def _all(place: str, holder: Any, key: Any) -> Iterator[ProgramText]:
    """Yield every text below a key."""
    value = holder[key] if isinstance(holder, list) else mapping(holder).get(key)
    if isinstance(value, str):
        yield ProgramText(place, str(key), holder, key)
    elif isinstance(value, dict):
        for inner in value:
            yield from _all(f"{place}.{inner}", value, inner)
    elif isinstance(value, list):
        yield from _words(place, value)
        for index, entry in enumerate(value):
            if isinstance(entry, dict):
                yield from _all(f"{place}[{index}]", value, index)
