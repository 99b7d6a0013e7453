"""Every mistake in a setting names where the setting comes from: its variable, or the flag that set it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from agent.settings import Settings, load_settings, variable_of
from tests.doors.cli.conftest import Outcome
from tests.support.generation import EXAMPLES
from tests.support.mcp_calls import Answering

Program = Callable[..., Outcome]
MINIMAL = str(EXAMPLES / "minimal.yaml")

MODEL = {"model_provider": "compatible", "model_name": "m", "model_base_url": "http://127.0.0.1:9/v1"}
#: A value that nobody can use, with what else has to be set for somebody to look at it.
WRONG: dict[str, tuple[str, dict[str, str]]] = {
    "alert_channels": ("HumanOpsAgent=exec://rm", {}),
    "allowed_hosts": ("http://host/", {}),
    "allowed_origins": ("host", {}),
    "azure_monitor": ("InstrumentationKey=x", {}),
    "blob_key": ("two words", {}),
    "drafts_dir": ("/", {}),
    "event_channels": ("ftp://127.0.0.1/", {}),
    "event_token": ("two words", {}),
    "fleet": ("redis://:HIDDEN@127.0.0.1/", {}),
    "fleet_key": ("two words", {}),
    "fleet_redelivery_seconds": ("0", {}),
    "forbid_model_calls": ("perhaps", {}),
    "helm_binary": ("/nothing/helm", {"helm_engine": "binary"}),
    "helm_engine": ("podman", {}),
    "helm_lint": ("never", {}),
    "helm_signing_key": ("/nothing/key.asc", {}),
    "helm_signing_key_password": ("x", {"helm_signing_key": "file"}),
    "http_body_seconds": ("0", {}),
    "http_request_seconds": ("0", {}),
    "http_requests_per_minute": ("-1", {}),
    "http_workers": ("-1", {}),
    "intake": ("redis://127.0.0.1/?tenants=..", {}),
    "kube_context": ("=x", {}),
    "kubeconfig": ("file", {}),
    "kubectl": ("/nothing/kubectl", {}),
    "kubectl_dry_run": ("perhaps", {}),
    "log_level": ("loud", {}),
    "log_sinks": ("ftp://127.0.0.1/", {}),
    "mcp_question_seconds": ("0", {}),
    "memory": ("ftp://127.0.0.1/", {}),
    "memory_key": ("two words", {}),
    "memory_workspace": ("..", {}),
    "metrics": ("perhaps", {}),
    "model_api_key": ("two words", {}),
    "model_base_url": ("", {**MODEL, "model_base_url": ""}),
    "model_calls": ("perhaps", {}),
    "model_max_calls": ("-1", {}),
    "model_max_cost": ("-1", {}),
    "model_max_tokens": ("-1", {}),
    "model_name": ("", {**MODEL, "model_name": ""}),
    "model_provider": ("none", {"review": "true"}),
    "model_retries": ("99", {}),
    "model_timeout_seconds": ("0", {}),
    "oidc_audience": ("agent", {}),
    "oidc_client_id": ("two words", {}),
    "oidc_client_secret": ("two words", {}),
    "oidc_scopes": ("profile", {}),
    "oidc_issuer": ("ftp://127.0.0.1/", {}),
    "oidc_keys": ("ftp://127.0.0.1/", {}),
    "oidc_name_claim": ("two words", {}),
    "oidc_roles": ("owner=x", {}),
    "oidc_roles_claim": ("two words", {}),
    "oidc_tenants": ("acme", {}),
    "oidc_tenants_claim": ("two words", {}),
    "planner": ("nobody", {}),
    "prompt_checks": ("nowhere.py", {}),
    "prompt_path": ("file", {}),
    "public_url": ("host", {}),
    "pull_requests": ("gitlab://x@host", {}),
    "publish_to": ("https://127.0.0.1/", {}),
    "review": ("perhaps", {}),
    "schema_path": ("file", {}),
    "signing_key": ("/nothing/key.pem", {}),
    "signing_key_password": ("x", {"signing_key": "file"}),
    "similarity": ("ftp://127.0.0.1/", {}),
    "similarity_api_key": ("two words", {}),
    "similarity_model": ("m", {}),
    "source_date_epoch": ("253402300800", {}),
    "state_dir": ("file", {}),
    "template_path": ("file", {}),
    "token_file": ("file", {}),
    "workspace": ("file", {}),
    "infrastructure_programs": ("perhaps", {}),
    "yamllint": ("perhaps", {}),
}
#: Names that only somebody else can judge: Azure, and the price table when a model is asked.
JUDGED_ELSEWHERE = {"model_api_version", "model_priced_as"}
FLAGS = {"planner": "nobody", "helm_lint": "never", "schema_path": "file", "kubeconfig": "file"}


def test_every_setting_is_in_the_table() -> None:
    assert WRONG.keys() | JUDGED_ELSEWHERE == Settings.model_fields.keys()


@pytest.mark.parametrize("name", WRONG)
def test_doctor_names_the_variable(
    name: str, program: Program, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (workspace / "file").write_text("nothing of use\n")
    value, others = WRONG[name]
    for setting, given in {**others, name: value}.items():
        monkeypatch.setenv(variable_of(setting), given)
    outcome = program("doctor")
    assert variable_of(name) in outcome.err + outcome.out
    assert "internal-error" not in outcome.err
    assert "installation-broken" not in outcome.err


@pytest.mark.parametrize("name", FLAGS)
def test_generate_names_the_flag_that_was_given_and_else_the_variable(
    name: str, program: Program, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (workspace / "file").write_text("nothing of use\n")
    flag = {"schema_path": "--schemas"}.get(name, f"--{name.replace('_', '-')}")
    by_flag = program("generate", MINIMAL, flag, FLAGS[name]).err
    assert flag in by_flag
    assert "INFRA_ENGINEER_" not in by_flag
    monkeypatch.setenv(variable_of(name), FLAGS[name])
    by_variable = program("generate", MINIMAL).err
    assert variable_of(name) in by_variable
    assert flag not in by_variable


@pytest.mark.parametrize("name", ["schema_path", "kubeconfig", "template_path"])
def test_a_client_is_told_the_variable(name: str, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (workspace / "file").write_text("nothing of use\n")
    monkeypatch.setenv(variable_of(name), "file")
    answer = Answering(load_settings(workspace=workspace))(
        "validate_manifests", {"manifests": "apiVersion: v1\nkind: Pod\n"}
    )
    assert variable_of(name) in json.dumps([problem.model_dump() for problem in answer.problems])


def test_a_read_only_folder_that_nobody_named_is_no_failure(
    program: Program, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.access", lambda *_given, **_more: False)
    monkeypatch.setenv("INFRA_ENGINEER_STATE_DIR", str(workspace / "state"))
    lines = program("doctor").out.splitlines()
    states = {line[9:29].strip(): line.split()[0] for line in lines}
    assert (states["workspace"], states["drafts folder"], states["state folder"]) == ("missing", "missing", "failed")
