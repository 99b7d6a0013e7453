"""Retries over HTTP: other values, who may give them, and what is on record."""

from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from agent.bootstrap.use_cases.audit.listing import build_list_audit
from agent.bootstrap.use_cases.tokens.creating import build_create_token
from agent.settings import Settings
from agent.use_cases.audit.listing import ListAuditCommand
from agent.use_cases.tokens.creating import CreateTokenCommand
from foundation.model.access import Role
from tests.support.generation import EXAMPLES, settings_in
from tests.support.http_server import serving

BLOCKED = (EXAMPLES / "minimal.yaml").read_text().replace("ghcr.io/connectsoft/ping:1.0.0", "acme/ping:latest")
MENDED = "component.container_image=acme/ping:1.2.3"
EXCEPTION = (
    "component.policy_exceptions=[{check: image-tag, reason: it is a mirror, approver: Bob, expires: 2027-06-30}]"
)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("retries")
    return settings_in(folder / "state", workspace=folder)


@pytest.fixture(scope="module")
def client(settings: Settings) -> Iterator[httpx2.Client]:
    token(settings, "reader")
    with serving(settings) as client:
        yield client


def token(settings: Settings, role: Role) -> dict[str, str]:
    asked = CreateTokenCommand(name=role, role=role, tenants=["shared"])
    return {"authorization": f"Bearer {build_create_token(settings)(asked).token}"}


@pytest.fixture
def blocked(client: httpx2.Client, settings: Settings) -> str:
    """Id of a run that the gate blocked."""
    headers = {"content-type": "application/yaml", **token(settings, "operator")}
    assert client.post("/v1/generations", content=BLOCKED, headers=headers).status_code == 422
    found = client.get("/v1/runs?status=blocked", headers=headers).json()["runs"]
    return str(found[0]["run_id"])


def test_other_values_are_looked_at_and_then_taken(client: httpx2.Client, settings: Settings, blocked: str) -> None:
    operator, path = token(settings, "operator"), f"/v1/runs/{blocked}/retries"
    asked = {"set": MENDED, "reason": "the image had no version"}
    looked = client.post(path, params={**asked, "dry_run": "true"}, headers=operator)
    assert (looked.status_code, looked.json()["results"][0]["receipt"]) == (200, None)
    done = client.post(path, params=asked, headers=operator)
    (result,) = done.json()["results"]
    assert (done.status_code, result["status"], result["place"]) == (200, "generated", "shared/out/ping")
    shown = client.get(f"/v1/runs/{result['run_id']}", headers=operator).json()
    assert (shown["retries"]["run_id"], shown["retries"]["by"]) == (blocked, "operator")
    assert shown["retries"]["reason"] == "the image had no version"
    found = build_list_audit(settings)(ListAuditCommand(target=blocked))
    assert [(one.who, one.action, one.outcome, one.reason, one.tenant) for one in found] == [
        ("operator", "retry_run", "done", "the image had no version", "shared")
    ]


def test_roles_and_leave(client: httpx2.Client, settings: Settings, blocked: str) -> None:
    path, exception = f"/v1/runs/{blocked}/retries", {"set": EXCEPTION, "reason": "the rule is wrong"}
    answers = {
        role: client.post(path, params=exception, headers=token(settings, role)) for role in ("reader", "operator")
    }
    codes = {role: (one.status_code, one.json()["problems"][0]["code"]) for role, one in answers.items()}
    assert codes == {"reader": (403, "role-missing"), "operator": (403, "approval-needed")}
    wrong = client.post(
        path,
        params={"set": ["x", "component.replicas=many"], "reason": "more of them"},
        headers=token(settings, "operator"),
    )
    told = {problem["code"] for problem in wrong.json()["problems"]}
    assert (wrong.status_code, {"wrong-assignment", "wrong-type"} <= told) == (422, True)
    assert client.post(path, params=exception, headers=token(settings, "approver")).status_code == 200
    assert Path(settings.workspace, "shared/out/ping/artifacts.json").is_file()
