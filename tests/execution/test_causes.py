"""Every path of every generated manifest leads to a line of the bundle, and to the right one."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from agent.execution.causes import CauseFinder
from foundation.model.findings import Cause, Finding
from foundation.source.tree import Path, dotted
from plugins.k8s_validator.subject.documents import parse_text
from tests.support.generation import SUCCESSES, Case, Generated, read_case, request_of

#: What the bundle decides about any workload with one container: the end of a path, and of its cause's.
OWN = {"containers[0].image": "container_image", "spec.schedule": "schedule", "containers[0].command[0]": "command"}


def leaves(data: Any, path: Path = ()) -> Iterator[Path]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from leaves(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from leaves(value, (*path, index))
    else:
        yield path


def causes(made: Generated) -> Iterator[tuple[str, Cause]]:
    request, artifacts = request_of(read_case(made.case), None), made.result.artifacts
    assert artifacts is not None
    finder = CauseFinder(request, made.result.effective, artifacts)
    for file in artifacts.under("manifests/"):
        for item in parse_text(file.content.decode(), file.path).objects:
            for path in map(dotted, leaves(item)):
                finding = Finding(
                    code="image-tag",
                    severity="error",
                    message="any",
                    remedy="any",
                    file=file.path,
                    object=f"{item['kind']}/{item['metadata']['name']}",
                    path=path,
                    environment=file.path.split("/")[1],
                )
                cause = finder.cause(finding)
                assert cause is not None, path
                yield path, cause


@pytest.mark.parametrize("case", SUCCESSES, ids=str)
def test_every_path_has_a_cause_at_a_line_of_the_bundle(generated: Callable[[Case], Generated], case: Case) -> None:
    made = generated(case)
    lines, source = case.file.read_text().splitlines(), read_case(case).source
    for path, cause in causes(made):
        assert cause.file == source
        assert cause.line is not None, path
        assert cause.column is not None, path
        assert cause.path is not None, path
        assert len(lines[cause.line - 1]) >= cause.column, path
        if cause.given_by is not None:
            assert cause.layer is not None
            assert cause.given_by.startswith(("policies/", "overlays/", "catalog.yaml")), cause.given_by


@pytest.mark.parametrize("case", SUCCESSES, ids=str)
def test_what_the_bundle_gives_is_told_at_its_setting(generated: Callable[[Case], Generated], case: Case) -> None:
    for path, cause in causes(generated(case)):
        for end, setting in OWN.items():
            if path.endswith(end) and "initContainers" not in path:
                assert cause.given_by is not None or (cause.path or "").rpartition(".")[2] == setting, (path, cause)
