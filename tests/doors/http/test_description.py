"""The API is what it says: every operation is described with an example, says its role, and keeps its contract."""

import inspect
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
import schemathesis
from fastapi.dependencies.models import Dependant
from hypothesis import HealthCheck, settings
from jsonschema import Draft202012Validator
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from agent.doors.http.application import build_app
from agent.doors.http.description import read_examples
from tests.doors.http.conftest import MINIMAL
from tests.support.generation import ROOT, settings_in
from tests.support.http_server import serving

pytestmark = pytest.mark.xdist_group("http")
DESCRIPTION: dict[str, Any] = json.loads((ROOT / "docs" / "openapi.json").read_text())
OPERATIONS = {
    operation["operationId"]: operation for path in DESCRIPTION["paths"].values() for operation in path.values()
}
#: What is open to everybody.
OPEN = {"health", "readiness"}


def test_the_server_gives_the_description_that_the_documents_have(client: httpx2.Client) -> None:
    assert client.get("/openapi.json").json() == DESCRIPTION
    assert DESCRIPTION["openapi"].startswith("3.1")


def test_every_operation_says_its_role() -> None:
    roles = {name: operation["x-role"] for name, operation in OPERATIONS.items()}
    assert {name for name, role in roles.items() if role is None} == OPEN
    assert {name for name, role in roles.items() if role == "operator"} == {
        "cancel_generation",
        "generate",
        "retry_run",
        "roll_back",
        "take_events",
    }


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_operation_has_an_example_that_fits(name: str) -> None:
    operation, example = OPERATIONS[name], read_examples()[name]
    assert operation["summary"]
    assert operation["description"]
    given = {parameter["name"] for parameter in operation.get("parameters", []) if "example" in parameter}
    assert given >= set(example.get("parameters", {}))
    required = {one["name"] for one in operation.get("parameters", []) if one["required"]}
    assert required <= given
    for status, answer in example["answers"].items():
        for media_type, content in answer.items():
            schema = operation["responses"][status]["content"][media_type].get("schema", {})
            Draft202012Validator({**schema, "components": DESCRIPTION["components"]}).validate(content)


def test_no_request_waits_for_a_thread_before_its_own_work_begins(tmp_path: Path) -> None:
    def called(dependant: Dependant) -> Iterator[Any]:
        for one in dependant.dependencies:
            yield one.call
            yield from called(one)

    for route in build_app(settings_in(tmp_path)).state.routes:
        assert [one for one in called(route.dependant) if not inspect.iscoroutinefunction(one)] == []


def test_there_is_no_example_of_nothing() -> None:
    assert read_examples().keys() == OPERATIONS.keys()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a server that knows one run, and whose streams end."""
    folder = tmp_path_factory.mktemp("contract")
    limits = {"http_requests_per_minute": 0, "http_workers": 2}
    with serving(settings_in(folder / "state", workspace=folder, **limits), leaving=True) as client:
        yaml = {"Content-Type": "application/yaml"}
        assert client.post("/v1/generations", content=MINIMAL.read_bytes(), headers=yaml).status_code == 200
        yield str(client.base_url)


CONFIG = SchemathesisConfig.from_dict({"seed": 1, "generation": {"deterministic": True, "max-examples": 8}})
API = schemathesis.openapi.from_dict(DESCRIPTION, config=CONFIG)


@API.parametrize()
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
def test_nothing_that_is_sent_breaks_the_contract(case: schemathesis.Case, address: str) -> None:
    excluded = [] if _schema_says_all(case) else [positive_data_acceptance]
    excluded += [negative_data_rejection] if _is_told_later(case) else []
    case.call_and_validate(base_url=address, timeout=60, excluded_checks=excluded)


def _is_told_later(case: schemathesis.Case) -> bool:
    """Tell whether what is wrong with a document is told when its work has ended: the answer to it is 202."""
    return "async" in (case.query or {}) or "Prefer" in (case.headers or {})


def _schema_says_all(case: schemathesis.Case) -> bool:
    """Tell whether whatever fits the schemas of an operation has to be taken, if what it names is there.

    What a document means, which places in lists there are, and what may be put back, no schema says.
    """
    operation = case.operation.definition.raw
    names = {one.get("name") for one in operation.get("parameters", [])}
    return case.method == "GET" and "requestBody" not in operation and not names & {"cursor", "run", "Last-Event-ID"}
