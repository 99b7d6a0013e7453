"""The pipelines among an output's files."""

from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from pathlib import PurePosixPath

from foundation.helm.values_schema import ValuesSchema, compiled_schema
from plugins.k8s_validator.rules.check import NothingToCheck
from plugins.k8s_validator.subject.chart_values import ValuesFile
from plugins.k8s_validator.subject.subject import Subject

#: Which schema a file has, by how its name begins.
_SERVICES = ("azure-pipelines", "github-actions")


def pipeline_files(subject: Subject) -> list[ValuesFile]:
    """Return the files.

    Raises:
        NothingToCheck: there are none.
    """
    if not subject.pipelines:
        raise NothingToCheck("the output has no pipelines; output.pipelines writes them")
    return [ValuesFile(path, text) for path, text in sorted(subject.pipelines.items())]


def service_of(file: ValuesFile) -> str | None:
    """Return the service that a file is for, by its name."""
    name = PurePosixPath(file.path).name
    return next((service for service in _SERVICES if name.startswith(service)), None)


@lru_cache(maxsize=len(_SERVICES))
def schema_of(service: str) -> ValuesSchema:
    """Return the schema of what we write for a service, compiled once a process."""
    return compiled_schema((files(__package__) / f"{service}.schema.json").read_bytes())


def texts_of(data: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield every text in plain data with its path."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from texts_of(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from texts_of(value, (*path, index))
    elif isinstance(data, str):
        yield path, data
