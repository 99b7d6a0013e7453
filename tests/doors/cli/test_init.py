import io
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

import jsonschema_rs
import pytest
import yaml

from agent.bootstrap import Agent
from agent.use_cases.shortening import Outcomes
from foundation.source.bundle import read_bundles
from foundation.source.document import parse_documents
from tests.doors.cli.conftest import Outcome
from tests.support.generation import request_of

Program = Callable[..., Outcome]
SAID = ("--trace-id", "trace-1", "--blueprint-id", "usecase-1", "--scope", "Order")
TYPES = (
    *("microservice", "api-gateway", "frontend", "worker", "event-processor"),
    *("stateful-service", "daemon", "job", "cronjob"),
)
REQUIRED = ("name", "type", "transport", "image", "trace-id", "blueprint-id", "scope")


@pytest.mark.parametrize("transport", ["http", "grpc", "tcp", "queue"])
@pytest.mark.parametrize("kind", TYPES)
def test_the_first_bundle_compiles(program: Program, agent: Agent, kind: str, transport: str) -> None:
    extra = ["--schedule", "0 3 * * *"] if kind == "cronjob" else []
    if transport == "tcp" and kind not in ("job", "cronjob"):
        extra += ["--port", "9000"]
    what = ("--name", "NewThing", "--type", kind, "--transport", transport, "--image", "ghcr.io/acme/thing:1.0.0")
    outcome = program("init", *what, *SAID, *extra, "-o", "-")
    assert outcome.code == 0, outcome.err
    (bundle,) = read_bundles(outcome.out.encode(), "bundle.yaml")
    result = agent.runner.generate(request_of(bundle, None))
    assert result.status == "generated", result.problems


HINT = re.compile(r"^( *)# (\w+: [\[{].*)$", re.MULTILINE)


def first_bundle(program: Program, kind: str, transport: str) -> str:
    extra = ["--schedule", "0 3 * * *"] if kind == "cronjob" else []
    extra += ["--port", "9000"] if transport == "tcp" and kind not in ("job", "cronjob") else []
    what = ("--name", "NewThing", "--type", kind, "--transport", transport, "--image", "ghcr.io/acme/thing:1.0.0")
    return program("init", *what, *SAID, *extra, "-o", "-").out


@pytest.mark.parametrize("transport", ["http", "grpc", "tcp", "queue"])
@pytest.mark.parametrize("kind", TYPES)
def test_each_hint_holds_when_it_is_uncommented(program: Program, agent: Agent, kind: str, transport: str) -> None:
    text = first_bundle(program, kind, transport)
    hints = list(HINT.finditer(text))
    assert {hint[2].partition(":")[0] for hint in hints} >= {"env", "resources", "environments", "security_profile"}
    outcome = Outcomes(agent.library)
    for hint in hints:
        one = text[: hint.start()] + hint.expand(r"\1\2") + text[hint.end() :]
        (bundle,) = read_bundles(one.encode(), "bundle.yaml")
        assert bundle.digest != read_bundles(text.encode(), "bundle.yaml")[0].digest
        outcome(parse_documents(one, "bundle.yaml")[0].data)
    if transport == "http" or kind == "microservice":  # the gate's rules hang on either, not on both
        (bundle,) = read_bundles(HINT.sub(r"\1\2", text).encode(), "bundle.yaml")
        result = agent.runner.generate(request_of(bundle, None))
        assert result.status == "generated", result.problems
        assert "replicas-unused" not in {finding.code for finding in result.findings}


def test_an_editor_finds_the_schema_that_the_first_line_names(program: Program, workspace: Path) -> None:
    what = ("--name", "Thing", "--type", "worker", "--transport", "queue", "--image", "ghcr.io/acme/thing:1.0.0")
    assert program("init", *what, *SAID, "-o", "bundles/thing.yaml").code == 0
    file = workspace / "bundles" / "thing.yaml"
    first = file.read_text().splitlines()[0]
    schema = file.parent / first.removeprefix("# yaml-language-server: $schema=")
    assert schema.read_text() == program("schema").out
    jsonschema_rs.validator_for(json.loads(schema.read_text())).validate(yaml.safe_load(file.read_text()))
    assert program("generate", "bundles", "--dry-run").code == 0, "the schema is no bundle of the folder"
    assert "$schema" not in program("init", *what, *SAID, "-o", "-").out


def test_everything_that_is_missing_is_told_at_once(program: Program, workspace: Path) -> None:
    outcome = program("init")
    assert outcome.code == 2
    assert all(f"error missing-key  --{flag}\n" in outcome.err for flag in REQUIRED)
    assert list(workspace.iterdir()) == []
    wrong = program("init", *SAID, "--name", "X", "--type", "microservise", "--transport", "htp", "--image", "a:1")
    assert "Did you mean microservice?" in wrong.err
    assert "Did you mean http?" in wrong.err


def test_a_file_is_replaced_only_if_asked_to(program: Program, workspace: Path) -> None:
    what = ("--name", "Thing", "--type", "worker", "--transport", "queue", "--image", "ghcr.io/acme/thing:1.0.0")
    assert program("init", *what, *SAID, "-o", "thing.yaml").code == 0
    (workspace / "thing.yaml").write_text("mine")
    refused = program("init", *what, *SAID, "-o", "thing.yaml")
    assert (refused.code, (workspace / "thing.yaml").read_text()) == (2, "mine")
    assert "file-exists" in refused.err
    assert program("init", *what, *SAID, "-o", "thing.yaml", "--force").code == 0
    assert "name: Thing" in (workspace / "thing.yaml").read_text()


def test_at_a_terminal_it_asks(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    answers = ["Nightly", "cronjob", "queue", "ghcr.io/acme/nightly:1.0.0", "trace-1", "usecase-1", "Order", "@daily"]
    monkeypatch.setattr(sys, "stdin", Terminal("\n".join(answers) + "\n"))
    outcome = program("init", "-o", "-")
    assert outcome.code == 0, outcome.err
    assert '  schedule: "@daily"\n' in outcome.out
    monkeypatch.setattr(sys, "stdin", Terminal("\n" * 8))
    assert program("init", "-o", "-").err.count("error missing-key") == len(REQUIRED)
