"""Variables that refer to others, from the bundle to the pod."""

import json
from pathlib import Path
from typing import Any

import yaml

from tests.doors.cli.test_generate import Program

BUNDLE: dict[str, Any] = {
    "trace_id": "t-1",
    "blueprint_id": "b-1",
    "component_scope": "Order",
    "team": "ordering",
    "component": {
        "name": "Orders",
        "type": "microservice",
        "transport": "http",
        "container_image": "registry.example.com/team/orders:1.2.3",
        "env": [{"name": "DB_URL", "value": "postgres://$(DB_USER):$(DB_PASSWORD)@$(DB_HOST)/orders"}],
        "secrets": [
            {
                "name": "orders-db",
                "env": [{"name": "DB_USER", "key": "username"}, {"name": "DB_PASSWORD", "key": "password"}],
            }
        ],
        "sidecars": [
            {"name": "side", "image": "acme/side:1.0.0", "env": [{"name": "A", "value": "$(B)"}, {"name": "B"}]}
        ],
    },
    "environments": {"dev": {"env": [{"name": "DB_HOST", "value": "db"}]}},
}


def written(workspace: Path, **component: Any) -> Path:
    path = workspace / "bundle.json"
    path.write_text(json.dumps({**BUNDLE, "component": {**BUNDLE["component"], **component}}, indent=1))
    return path


def test_a_variable_stands_after_what_it_refers_to(program: Program, workspace: Path) -> None:
    outcome = program("generate", str(written(workspace)))
    assert outcome.code == 0, outcome.err
    (deployment,) = yaml.safe_load_all((workspace / "out/manifests/dev/deployment.yaml").read_text(encoding="utf-8"))
    own, side = deployment["spec"]["template"]["spec"]["containers"]
    assert [entry["name"] for entry in own["env"]] == ["DB_USER", "DB_PASSWORD", "DB_HOST", "DB_URL"]
    assert [entry["name"] for entry in side["env"]] == ["B", "A"]
    assert "-references" not in outcome.err


def test_what_nothing_fills_in_is_told_at_its_line(program: Program, workspace: Path) -> None:
    path = written(workspace, args=["--to=$(NOT_THERE)", "$$(KEPT)"], config={"URL": "http://$(DB_HOST)/"})
    outcome = program("generate", str(path))
    assert outcome.code == 0, outcome.err
    lines = path.read_text(encoding="utf-8").splitlines()
    for code, place, text in (
        ("variable-references", "component.args", '"args"'),
        ("config-references", "component.config.URL", '"URL"'),
    ):
        number = next(number for number, line in enumerate(lines, 1) if text in line)
        told = [line for line in outcome.err.splitlines() if line.startswith(f"warning {code} ") and place in line]
        assert len(told) == 1
        assert f":{number}:" in told[0] or f":{number + 1}:" in told[0]
    assert outcome.err.count("stays as it is") + outcome.err.count("is never filled in") == 2


def test_a_circle_is_a_mistake_at_its_line(program: Program, workspace: Path) -> None:
    env = [{"name": "A", "value": "$(B)"}, {"name": "B", "value": "$(A)"}]
    outcome = program("generate", str(written(workspace, env=env)))
    assert outcome.code == 2
    assert "component.env[A].value\n" in outcome.err
    assert "variables refer to each other in a circle: A → B → A" in outcome.err
