"""The wheel in an empty environment, used from a folder that has nothing to do with the project."""

import json
import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from plugins.k8s_validator.schemas.store import CUSTOM_RESOURCES
from tests.support.generation import EXAMPLES, ROOT


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = ["wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(ROOT)]
    subprocess.run([sys.executable, "-m", "pip", *build], check=True)
    (wheel,) = folder.glob("infrastructure_engineer_agent-*.whl")
    venv.create(folder / "venv", with_pip=True)
    python = folder / "venv" / "bin" / "python"
    install = ["install", "--quiet", "--requirement", str(ROOT / "requirements.lock"), str(wheel)]
    subprocess.run([str(python), "-m", "pip", *install], check=True)
    return folder / "venv" / "bin"


def test_the_program_works_from_any_folder(installed: Path, tmp_path: Path) -> None:
    environment = {"PATH": os.defpath, "HOME": str(tmp_path / "home")}

    def run(*command: str) -> str:
        done = subprocess.run(
            command, cwd=tmp_path, capture_output=True, encoding="utf-8", env=environment, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    program = str(installed / "infra-engineer")
    run(program, "generate", str(EXAMPLES / "order-service.yaml"), "-o", "made")
    golden = json.loads((ROOT / "tests/goldens/order-service/artifacts.json").read_text())
    assert json.loads((tmp_path / "made/artifacts.json").read_text())["digest"] == golden["digest"]
    assert run(program, "schema") == (ROOT / "docs/bundle.schema.json").read_text()
    templates = next(line for line in run(program, "doctor").splitlines() if "templates" in line)
    assert str(installed.parent) in templates
    names = "import agent, plugins, memory; print(agent.__file__, plugins.__file__, memory.__file__)"
    assert run(str(installed / "python"), "-c", names).count(str(installed.parent)) == 3
    found = list(installed.parent.glob("lib/python*/site-packages/agent/data/prompts/*"))
    assert found
    schemas = list(installed.parent.glob("lib/python*/site-packages/plugins/k8s_validator/schemas/custom_resources/*"))
    assert {path.name for path in schemas} == {path.name for path in CUSTOM_RESOURCES.iterdir()}
    store = "from plugins.k8s_validator.schemas.store import schema_store; store = schema_store('1.32'); "
    asked = "print(store.validator('gateway.networking.k8s.io/v1', 'HTTPRoute').is_valid({}))"
    assert run(str(installed / "python"), "-c", store + asked) == "False\n"
