"""Bundles get the same answer through the command line and through MCP, in the same environment and settings."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from agent.doors.cli.main import run
from agent.doors.mcp.dispatch import Dispatcher
from agent.doors.mcp.tools import commands
from agent.settings import load_settings
from tests.support.chat_server import ChatServer, completion
from tests.support.generation import EXAMPLES

pytestmark = pytest.mark.usefixtures("folder")

#: What the answers are compared by.
GENERATED = ("component", "status", "failure", "digest", "environments", "artifacts", "findings", "advice", "events")
PLANNED = ("planner", "steps", "reasons")
#: Both doors call the bundle so in messages: the file's name is what MCP calls its argument.
FILE = "bundle"
ORDER = (EXAMPLES / "order-service.yaml").read_text()
MINIMAL: dict[str, Any] = yaml.safe_load((EXAMPLES / "minimal.yaml").read_text())
Ask = Callable[..., dict[str, Any]]


@pytest.fixture
def program(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, Any, str]]:
    """Run the program; return its exit code, what it printed as JSON, and what it said on stderr."""

    def call(*arguments: str) -> tuple[int, Any, str]:
        monkeypatch.setattr(sys, "argv", ["infra-engineer", *arguments])
        with pytest.raises(SystemExit) as ended:
            run()
        said = capsys.readouterr()
        return int(str(ended.value.code or 0)), json.loads(said.out) if said.out else None, said.err

    return call


@pytest.fixture
def generate(program: Callable[..., tuple[int, Any, str]], monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Generate through both doors; the answers have to be the same, and that of the command line is returned."""

    def through_both(
        bundle: str | dict[str, Any],
        settings: dict[str, str] | None = None,
        component: str | None = None,
        **arguments: str,
    ) -> dict[str, Any]:
        _prepare(monkeypatch, bundle, settings)
        flags = [part for name, value in arguments.items() for part in (f"--{name.replace('_', '-')}", value)]
        _empty("same")
        code, printed, _ = program("generate", FILE, "--json", "--output", "same", *flags)
        if component is not None:
            (printed,) = (result for result in printed if result["component"] == component)
        _empty("same")
        said = _call("generate_infrastructure", bundle, component=component, output="same", **arguments)
        _same(printed, said, GENERATED)
        if printed["status"] == "failed":
            assert _without_nothing(printed["problems"]) == said["problems"]
        if printed.get("receipt") and component is None:
            assert printed["receipt"]["location"] == said["receipt"]["location"]
            assert len(printed["receipt"]["written"]) == said["receipt"]["written"]
        assert (code == 0) == (said["status"] == "generated")
        return dict(printed)

    return through_both


@pytest.fixture
def plan(program: Callable[..., tuple[int, Any, str]], monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Plan through both doors, likewise; of what cannot be planned the codes are returned."""

    def through_both(
        bundle: str | dict[str, Any], settings: dict[str, str] | None = None, *flags: str, **arguments: str
    ) -> dict[str, Any]:
        _prepare(monkeypatch, bundle, settings)
        _, printed, errors = program("plan", FILE, "--json", *flags)
        said = _call("plan_generation", bundle, **arguments)
        if printed is None:
            assert said["status"] == "failed"
            told = [line.split()[1] for line in errors.splitlines() if line.startswith("error ")]
            assert told == [problem["code"] for problem in said["problems"]]
            return {"codes": told}
        # The command line plans for one folder, MCP for one a component.
        text = json.dumps(said["reasons"]).replace(f"out/{said['component'].lower()}", "out")
        _same(printed, {**said, "reasons": json.loads(text)}, PLANNED)
        return dict(printed)

    return through_both


def _prepare(monkeypatch: pytest.MonkeyPatch, bundle: str | dict[str, Any], settings: dict[str, str] | None) -> None:
    for name, value in (settings or {}).items():
        monkeypatch.setenv(f"INFRA_ENGINEER_{name}", value)
    Path(FILE).write_text(bundle if isinstance(bundle, str) else yaml.safe_dump(bundle))


def _call(tool: str, bundle: str | dict[str, Any], **arguments: Any) -> dict[str, Any]:
    given = {name: value for name, value in arguments.items() if value is not None}
    text = bundle if isinstance(bundle, str) else yaml.safe_dump(bundle)
    answer = Dispatcher(load_settings(workspace=Path.cwd())).answer(commands()[tool], {"bundle": text, **given})
    return answer.model_dump(mode="json", exclude_none=True)


def _empty(folder: str) -> None:
    """What one door saved must not be what another one finds."""
    for path in sorted(Path(folder).rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()


def _same(printed: dict[str, Any], said: dict[str, Any], keys: tuple[str, ...]) -> None:
    assert {key: said.get(key) or None for key in keys} == {key: printed.get(key) or None for key in keys}


def _without_nothing(problems: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{key: value for key, value in problem.items() if value is not None} for problem in problems]


def codes(answer: dict[str, Any]) -> set[str]:
    return {problem["code"] for problem in answer["problems"]}


def changed(**component: Any) -> dict[str, Any]:
    return {**MINIMAL, "component": {**MINIMAL["component"], **component}}


def test_what_passes_and_what_is_blocked(generate: Ask) -> None:
    done = generate(ORDER)
    assert (done["status"], done["environments"]) == ("generated", ["dev", "staging", "prod"])
    assert done["artifacts"]
    assert codes(generate(ORDER.replace("orderservice:1.0.0", "orderservice:latest"))) == {"image-tag"}


def test_version_and_yamllint(generate: Ask) -> None:
    assert generate(ORDER, kube_version="1.30")["status"] == "generated"
    assert codes(generate(ORDER, kube_version="1.99")) == {"kube-version-unknown"}
    assert generate(ORDER, {"YAMLLINT": "true"})["status"] == "generated"


def test_every_mistake_of_a_bundle(generate: Ask, plan: Ask) -> None:
    wrong = "trace_id: 'a b'\ncomponent:\n  name: X\n  type: microservice\n  transport: htp\n  replica: 2\n"
    told = generate(wrong)["problems"]
    assert (6, "component.replica") in {(problem["line"], problem["path"]) for problem in told}
    missing = ["trace-missing", "trace-missing"]
    assert plan(wrong)["codes"] == [*missing, "wrong-value", "missing-key", "wrong-value", "unknown-key"]
    assert codes(generate("component: [")) == {"yaml-syntax"}


def test_templates_of_ones_own_and_the_state_folder(generate: Ask, plan: Ask, folder: Path) -> None:
    (folder / "own" / "policies").mkdir(parents=True)
    waiver = {"check": "image-tag", "reason": "it is a lab", "approver": "security", "expires": "2030-01-01"}
    (folder / "own" / "policies" / "exceptions.yaml").write_text(yaml.safe_dump({"policy_exceptions": [waiver]}))
    latest = ORDER.replace("orderservice:1.0.0", "orderservice:latest")
    assert generate(latest, {"TEMPLATE_PATH": str(folder / "own")})["status"] == "generated"
    plan(latest)
    assert generate(ORDER, {"TEMPLATE_PATH": str(folder / "nowhere")})["status"] == "failed"
    assert plan(ORDER)["codes"]
    forgetful = {name: value for name, value in MINIMAL.items() if name != "blueprint_id"}
    # The trace is remembered of the first runs; with another state folder it is not.
    assert codes(generate({**forgetful, "trace_id": "unheard"}, {"TEMPLATE_PATH": ""})) == {"trace-missing"}


def test_an_application_is_generated_component_by_component(generate: Ask, plan: Ask) -> None:
    part = {"type": "worker", "transport": "queue", "container_image": "acme/a:1.0.0"}
    trace = {"trace_id": "t", "blueprint_id": "b", "component_scope": "Order"}
    both = {**trace, "components": [{"name": "One", **part}, {"name": "Two", **part, "replicas": 1}]}
    assert generate(both, component="Two")["status"] == "generated"
    assert plan(both, None, "--component", "One", component="One")["planner"] == "deterministic"
    assert plan(both)["codes"] == ["many-bundles"]
    assert plan(both, None, "--component", "Tow", component="Tow")["codes"] == ["component-unknown"]


def test_a_novel_type_without_a_model(generate: Ask, plan: Ask) -> None:
    assert codes(generate(changed(type="novelty"))) == {"type-not-covered"}
    plan(changed(type="novelty"))


def test_a_model_that_plans_and_one_that_reviews(generate: Ask, plan: Ask) -> None:
    with ChatServer([completion("no plan")] * 6).running() as server:
        settings = {
            "MODEL_PROVIDER": "compatible",
            "MODEL_NAME": "gpt-4o",
            "MODEL_BASE_URL": server.url,
            "MODEL_CALLS": "loopback",
            "PLANNER": "model",
        }
        assert generate(changed(), settings)["planner"]["planner"] == "deterministic"
        assert "is not of the form" in plan(changed())["reasons"]["planner"]
        assert len(server.requests) == 4
        assert generate(changed(), {"PLANNER": "deterministic", "REVIEW": "true"})["advice"]
