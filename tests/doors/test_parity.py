"""Bundles get the same answer through the command line and through MCP, in the same environment and settings.

Only what one calls a flag, the other calls by its own words.
"""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from agent.doors.mcp.words import in_own_words
from agent.settings import load_settings
from tests.support.chat_server import ChatServer, completion
from tests.support.generation import EXAMPLES
from tests.support.in_process import run_here
from tests.support.mcp_calls import Answering

pytestmark = pytest.mark.usefixtures("folder")

#: What the answers are compared by.
GENERATED = ("component", "status", "failure", "digest", "environments", "artifacts", "findings", "advice", "events")
PLANNED = ("planner", "steps", "reasons")
#: Both doors call the bundle so in messages: the file's name is what MCP calls its argument.
FILE = "bundle"
ORDER = (EXAMPLES / "order-service.yaml").read_text()
MINIMAL: dict[str, Any] = yaml.safe_load((EXAMPLES / "minimal.yaml").read_text())
Ask = Callable[..., dict[str, Any]]
#: Arguments of tools that the command line does not call by their own name.
NAMES = {"environments": "env"}
#: A problem on stderr: code, place, message and remedy; between them may be the line that it is about.
TOLD = re.compile(r"^error (\S+)(?:  (.*))?\n(?:  .*\n)*?  (.*)\n  mend: (.*)$", re.MULTILINE)


@pytest.fixture
def program(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, Any, str]]:
    """Run the program; return its exit code, what it printed as JSON, and what it said on stderr."""

    def call(*arguments: str) -> tuple[int, Any, str]:
        code = run_here(*arguments)
        said = capsys.readouterr()
        return code, json.loads(said.out) if said.out else None, said.err

    return call


@pytest.fixture
def generate(program: Callable[..., tuple[int, Any, str]], monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Generate through both doors; the answers have to be the same, and that of the command line is returned."""

    def through_both(
        bundle: str | dict[str, Any],
        settings: dict[str, str] | None = None,
        component: str | None = None,
        **arguments: Any,
    ) -> dict[str, Any]:
        _prepare(monkeypatch, bundle, settings)
        _empty("same")
        code, printed, _ = program("generate", FILE, "--json", "--output", "same", *_flags(arguments))
        if component is not None:
            (printed,) = (result for result in printed if result["component"] == component)
        _empty("same")
        said = _call("generate_infrastructure", bundle, component=component, output="same", **arguments)
        _same(printed, said, GENERATED)
        if printed["status"] == "failed":
            assert in_own_words(_without_nothing(printed["problems"])) == said["problems"]
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
        bundle: str | dict[str, Any], settings: dict[str, str] | None = None, **arguments: Any
    ) -> dict[str, Any]:
        _prepare(monkeypatch, bundle, settings)
        code, printed, errors = program("plan", FILE, "--json", *_flags(arguments))
        said = _call("plan_generation", bundle, **arguments)
        assert (code == 0) == (said["status"] == "planned")
        if printed is None:
            told = in_own_words([_of_text(*found) for found in TOLD.findall(errors)])
            assert told == [_of_problem(problem) for problem in said["problems"]]
            return {"codes": [problem["code"] for problem in said["problems"]]}
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
    answer = Answering(load_settings(workspace=Path.cwd()))(tool, {"bundle": text, **given})
    return answer.model_dump(mode="json", exclude_none=True)


def _flags(arguments: dict[str, Any]) -> list[str]:
    """Return what the command line calls the arguments of a tool."""
    given = [
        (name, value)
        for name, values in arguments.items()
        for value in ([values] if isinstance(values, str) else values)
    ]
    return [part for name, value in given for part in (f"--{NAMES.get(name, name.replace('_', '-'))}", value)]


def _of_text(code: str, place: str, message: str, remedy: str) -> dict[str, Any]:
    file, _, path = place.partition(" ")
    return {"code": code, "file": file, "path": path, "message": message, "remedy": remedy}


def _of_problem(problem: dict[str, Any]) -> dict[str, Any]:
    place = [str(problem[key]) for key in ("file", "line", "column") if key in problem]
    return {**{key: problem.get(key, "") for key in ("code", "path", "message", "remedy")}, "file": ":".join(place)}


def _empty(folder: str) -> None:
    """What one door saved must not be what another one finds."""
    for path in sorted(Path(folder).rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()


def _same(printed: dict[str, Any], said: dict[str, Any], keys: tuple[str, ...]) -> None:
    assert {key: said.get(key) or None for key in keys} == in_own_words({key: printed.get(key) or None for key in keys})


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
    assert plan(both, component="One")["planner"] == "deterministic"
    assert plan(both)["codes"] == ["many-bundles"]
    assert plan(both, component="Tow")["codes"] == ["component-unknown"]


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


#: Wrong bundles, each with the codes of everything that is wrong with it.
WRONG: dict[str, tuple[str | dict[str, Any], set[str]]] = {
    "no mapping": ("just text", {"wrong-type"}),
    "two keys of a name": ("trace_id: a\ntrace_id: b\n", {"duplicate-key"}),
    "nothing": ("", {"empty-file"}),
    "an unknown key": ({**MINIMAL, "blueprint": "b", "blueprint_ids": "c"}, {"unknown-key"}),
    "several of a component": (changed(replicas="many", transport="htp", imagePullPolicy=1), {"wrong-value"}),
    "a literal secret": (changed(env=[{"name": "DB_PASSWORD", "value": "hunter2-hunter2"}]), {"literal-secret"}),
    "an unknown template": ({**MINIMAL, "template_id": "helm-nothing-v9"}, {"template-unknown"}),
    "a range upside down": (changed(autoscale={"minReplicas": 5, "maxReplicas": 2}), {"autoscale-bounds"}),
    "no trace": ({key: value for key, value in MINIMAL.items() if key != "trace_id"}, {"trace-missing"}),
}


@pytest.mark.parametrize("name", WRONG)
def test_every_mistake_is_the_same_through_both_doors(generate: Ask, plan: Ask, name: str) -> None:
    bundle, expected = WRONG[name]
    assert codes(generate(bundle)) & expected
    plan(bundle)


@pytest.mark.parametrize("environments", [["prod"], ["dev", "prod"], ["prdo"], ["prdo", "tset"]])
def test_environments_that_are_asked_for(generate: Ask, plan: Ask, environments: list[str]) -> None:
    done = generate(ORDER, environments=environments)
    planned = plan(ORDER, environments=environments)
    if done["status"] == "generated":
        assert done["environments"] == environments
    else:
        assert codes(done) >= {"environment-unknown"}
        assert planned["codes"][0] == "environment-unknown"


def test_findings_are_the_same_one_by_one(generate: Ask, plan: Ask) -> None:
    warned = generate({**MINIMAL, "component": {**MINIMAL["component"], "replicas": 1}}, environments=["prod"])
    blocked = generate(ORDER.replace("orderservice:1.0.0", "orderservice:latest"))
    for answer, status in ((warned, "generated"), (blocked, "blocked")):
        assert answer["status"] == status
        assert answer["findings"]
        assert all(finding["code"] and finding["message"] and finding["remedy"] for finding in answer["findings"])
    assert any(finding["cause"]["line"] for finding in blocked["findings"])
    plan(ORDER)
