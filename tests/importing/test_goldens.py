"""Importing what this agent generated and compiling it again gives the same objects."""

from pathlib import Path
from typing import Any

import pytest

from agent.bootstrap import Agent
from agent.importing.trace import Identity
from agent.use_cases.import_ import import_all
from tests.importing.compiling import compile_text, differences, objects_in
from tests.support.generation import GOLDENS, SUCCESSES

#: What no import can know: an id that each run has anew, a digest of values, and how the values were layered.
WAIVERS = ("factory_execution_id", "checksum/config", "checksum/files", "checksum/otel")

FOLDERS = [folder for case in SUCCESSES for folder in sorted((GOLDENS / case.name / "manifests").iterdir())]
#: Kinds that an import only reports, so far: what is made of them does not come back.
ONLY_REPORTED = frozenset(
    {"DestinationRule", "PeerAuthentication", "VirtualService", "ScaledJob"}
    | {"ExternalSecret", "SecretProviderClass", "SealedSecret", "TCPRoute"}
)


def name_of(folder: Path) -> str:
    return f"{folder.parents[1].name}-{folder.name}"


def kinds_in(folder: Path) -> set[str]:
    return {item["kind"] for item in objects_in(folder).values()}


WHOLE = [folder for folder in FOLDERS if not kinds_in(folder) & ONLY_REPORTED]


@pytest.mark.parametrize("folder", WHOLE, ids=name_of)
def test_our_own_manifests_come_back_the_same(agent: Agent, folder: Path) -> None:
    (imported,) = import_all([str(folder)], None, Identity(), agent.library)
    assert not [finding for finding in imported.findings if finding.severity != "advice"], imported.findings
    assert imported.fill_in == []
    compiled = compile_text(agent, imported.text)
    assert differences(_known(objects_in(folder)), _known(compiled)) == []


@pytest.mark.parametrize("folder", [folder for folder in FOLDERS if folder not in WHOLE], ids=name_of)
def test_resources_of_other_projects_are_reported_one_by_one(agent: Agent, folder: Path) -> None:
    (imported,) = import_all([str(folder)], None, Identity(), agent.library)
    reported = {finding.object for finding in imported.findings if finding.code == "kind-unknown"}
    assert reported == {title for title, item in objects_in(folder).items() if item["kind"] in ONLY_REPORTED}


def test_most_examples_come_back_whole() -> None:
    assert len(WHOLE) > len(FOLDERS) * 3 // 4


def _known(objects: dict[str, Any]) -> dict[str, Any]:
    return {title: _stripped(item) for title, item in objects.items()}


def _stripped(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _without_execution(key, _stripped(value)) for key, value in data.items() if key not in WAIVERS}
    return [_stripped(item) for item in data] if isinstance(data, list) else data


def _without_execution(key: str, value: Any) -> Any:
    """The execution's id may travel in the resource attributes too."""
    if key != "OTEL_RESOURCE_ATTRIBUTES":
        return value
    return [part for part in value.split(",") if not part.startswith("execution_id=")]
