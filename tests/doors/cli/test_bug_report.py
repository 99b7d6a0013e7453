"""`doctor --report`: everything that a bug report needs, and no secret of whoever sends it."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from agent.release import release
from tests.doors.cli.conftest import Outcome
from tests.support.generation import EXAMPLES

Program = Callable[..., Outcome]
TITLES = ["Agent", "System", "Settings", "Other variables", "What was looked at", "Last runs", "Packages"]
TOKEN = "ghp_" + "abcdefghijklmnopqrstuvwxyz0123456789"
#: Secrets where people put them: settings that are right and wrong, variables of others, addresses, paths.
HOSTILE = {
    "INFRA_ENGINEER_MODEL_API_KEY": "hunter-of-two-hunters",
    "INFRA_ENGINEER_MEMORY_KEY": "correct horse battery",
    "INFRA_ENGINEER_EVENT_TOKEN": "Zm9vYmFyYmF6cXV4",
    "INFRA_ENGINEER_HELM_BINARY": TOKEN,
    "INFRA_ENGINEER_KUBECTL": "kubectl-hunter-of-two-hunters",
    "INFRA_ENGINEER_TEMPLATE_PATH": "https://joe:pw0rd-of-joe@templates.example.com/x",
    "INFRA_ENGINEER_SCHEMA_PATH": "https://h.example.com/x?sig=abcdefsignature%3D&se=2030",
    "INFRA_ENGINEER_MODLE_API_KEY": "spelt-wrongly-and-secret",
    "APPLICATIONINSIGHTS_CONNECTION_STRING": "InstrumentationKey=0f0f0f0f-1111-2222-3333-444444444444",
    "OTEL_EXPORTER_OTLP_HEADERS": "authorization=Bearer otlp-bearer-value",
    "HTTPS_PROXY": "http://proxy-user:proxy-pw@proxy.example.com:3128",
    "GITHUB_TOKEN": "plain-looking-value",
    "SOMEBODYS_PASSWORD": "pass-of-somebody",
    "TERM": "xterm\n## Agent\nhunter-of-two-hunters\x1b[31m",
}
SECRETS = (
    *("hunter-of-two", "correct horse", "Zm9vYmFyYmF6cXV4", TOKEN, "pw0rd-of-joe", "abcdefsignature", "spelt-wrongly"),
    *("0f0f0f0f-1111", "otlp-bearer", "proxy-pw", "plain-looking", "pass-of-somebody", "\x1b"),
)


def test_the_report_has_what_a_bug_report_needs(program: Program, workspace: Path) -> None:
    assert program("generate", str(EXAMPLES / "minimal.yaml"), "--set", "component.container_image=a/b:latest").code
    outcome = program("doctor", "--report", "report.md")
    assert outcome == (0, "report.md: written; read it before you send it\n", "")
    text = (workspace / "report.md").read_text()
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == TITLES
    told = dict(line.split(": ", 1) for line in text.splitlines() if ": " in line)
    assert (told["version"], told["code"]) == ("0.1.0", release())
    assert {"system", "python", "processors", "INFRA_ENGINEER_STATE_DIR", "pydantic", "semantic-kernel"} <= told.keys()
    looked_at = [one["name"] for one in json.loads(program("doctor", "--json").out)]
    assert set(looked_at) <= told.keys()
    assert re.search(r"^\S+: generate blocked at \S+: .*image-tag", text, re.MULTILINE)
    assert program("doctor", "--report", "report.md").code == 2
    assert program("doctor", "--report", "report.md", "--force").code == 0


def test_no_secret_is_in_it(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in HOSTILE.items():
        monkeypatch.setenv(name, value)
    outcome = program("doctor", "--report", "-")
    assert outcome.code == 3
    told = outcome.out + outcome.err
    assert [secret for secret in SECRETS if secret in told] == []
    assert re.findall(r"^## (.*)$", told, re.MULTILINE) == TITLES
    assert "INFRA_ENGINEER_MODLE_API_KEY: (set; it is no setting)\n" in told
    assert "INFRA_ENGINEER_MODEL_API_KEY: (set)\n" in told


def test_settings_that_cannot_be_read_are_what_it_tells(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INFRA_ENGINEER_MODEL_CALLS", TOKEN)
    monkeypatch.setenv("INFRA_ENGINEER_MEMORY", "redis://bob:pw-of-bob@memory.example.com/0")
    outcome = program("doctor", "--report", "-")
    assert outcome.code == 3
    assert re.findall(r"^## (.*)$", outcome.out, re.MULTILINE) == TITLES
    assert "settings: failed: wrong-setting: the variable INFRA_ENGINEER_" in outcome.out
    assert TOKEN not in outcome.out
    assert "pw-of-bob" not in outcome.out


def test_the_home_folder_has_no_name(program: Program, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(workspace))
    text = program("doctor", "--report", "-").out
    assert str(workspace) not in text
    assert "workspace: ok: ~\n" in text
