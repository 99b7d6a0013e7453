"""The traces that artifacts and what is signed of them name: all of it has to be of one."""

from collections.abc import Iterable, Iterator

from agent.use_cases.validation.chart_reading import unpacked
from foundation.model.errors import Problem
from foundation.model.run.artifacts import Artifact
from foundation.model.run.trace import GENERATED_BY
from plugins.k8s_validator.subject.documents import parse_text

#: What every object of a run has the same of.
NAMES = ("trace_id", "blueprint_id", "component_scope")


def traces_named(files: Iterable[Artifact]) -> dict[str, dict[str, str]]:
    """Return what files name, by where they name it: Chart.yaml, and the objects of manifests.

    Args:
        files: the artifacts; text of Helm's templates is no YAML, and objects of others than this agent name nothing.
    """
    found: dict[str, dict[str, str]] = {}
    for file in files:
        for number, metadata in enumerate(_metadata(file), 1):
            labels, annotations = (metadata.get(name) or {} for name in ("labels", "annotations"))
            said = {name: annotations.get(name) or labels.get(name) for name in NAMES}
            if (annotations.get("generated_by") or labels.get("generated_by")) == GENERATED_BY:
                place = file.path if number == 1 else f"{file.path} (document {number})"
                found[place] = {name: str(value) for name, value in said.items() if value}
    return found


def disagreements(named: dict[str, dict[str, str]], place: str) -> list[Problem]:
    """Return a problem for each place that names another trace than the first one.

    Args:
        named: what each place names.
        place: what is verified, for messages.
    """
    problems = []
    (first, expected), *others = named.items() if named else [("", {})]
    for where, said in others:
        for name in (name for name in NAMES if said.get(name) != expected.get(name)):
            message = f"{where} names {name} {said.get(name)!r}, and {first} names {expected.get(name)!r}"
            remedy = "Take an untouched copy of the output, or generate it again from its bundle."
            problems.append(Problem(code="provenance-trace", message=message, remedy=remedy, file=place))
    return problems


def of_archive(archive: Artifact, file: str) -> list[Artifact]:
    """Return Chart.yaml of a chart's archive.

    Args:
        archive: the archive.
        file: what it is called in messages.

    Raises:
        InputError: it is no archive that can be read.
    """
    from pathlib import Path

    files = unpacked(archive.content, Path(file))
    return [Artifact(path=path, content=content) for path, content in files.items() if path == "Chart.yaml"]


def _metadata(file: Artifact) -> Iterator[dict[str, dict[str, str]]]:
    chart = file.path.rpartition("/")[2] == "Chart.yaml"
    if not chart and not (file.path.startswith("manifests/") and file.path.endswith((".yaml", ".yml"))):
        return
    for found in parse_text(file.content.decode("utf-8", "replace"), file.path).objects:
        if isinstance(found, dict):
            inner = found if chart else found.get("metadata")
            yield inner if isinstance(inner, dict) else {}
