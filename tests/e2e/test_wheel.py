"""The wheel in an environment of its own, used from a folder that has nothing to do with the project."""

import json
import os
import subprocess
import sys
import venv
from importlib.metadata import distributions
from pathlib import Path

import pytest

from plugins.k8s_validator.schemas.store import CUSTOM_RESOURCES
from tests.support.generation import EXAMPLES, ROOT

LOCK = ROOT / "requirements.lock"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment with the wheel and what the lock file names, and nothing else."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip"]
    build = ["wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(ROOT)]
    subprocess.run([*pip, *build], check=True)
    venv.create(folder / "venv", symlinks=True)
    python = folder / "venv" / "bin" / "python"
    (packages,) = folder.glob("venv/lib/python*/site-packages")
    link_locked(packages)
    # By its name, from a folder of wheels: no index is asked.
    offline = ["--quiet", "--no-index", "--find-links", str(folder), "infrastructure-engineer-agent"]
    subprocess.run([*pip, "--python", str(python), "install", *offline], check=True)
    # What the wheel says that it needs is there, in versions that it takes.
    subprocess.run([*pip, "--python", str(python), "check"], check=True)
    return folder / "venv" / "bin"


def link_locked(packages: Path) -> None:
    """Link the distributions of the lock file from the present environment, which was installed by that very file."""
    locked = dict(line.split("==") for line in LOCK.read_text().splitlines() if "==" in line)
    present = {distribution.name: distribution for distribution in distributions()}
    assert {name: present[name].version for name in locked} == locked
    others = {file.parts[0] for name in present.keys() - locked for file in present[name].files or ()}
    for name in locked:
        for file in present[name].files or ():
            # A folder that packages of others share is linked file by file; programs are no packages.
            shown = file.parts[0] if file.parts[0] not in others else str(file)
            if not shown.startswith("..") and not (packages / shown).exists():
                (packages / shown).parent.mkdir(parents=True, exist_ok=True)
                (packages / shown).symlink_to(present[name].locate_file(shown))


def data_files(package: Path) -> set[Path]:
    """Return what a package has besides its modules, and what is kept of them."""
    found = (path for path in package.rglob("*") if path.is_file() and path.suffix != ".py")
    return {path.relative_to(package) for path in found if path.parent.name != "__pycache__"}


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
    for package in ("agent", "foundation", "memory", "plugins"):
        there = data_files(next(installed.parent.glob(f"lib/python*/site-packages/{package}")))
        assert {path for path in there if path.parts[0] != "data"} == data_files(ROOT / package)
    names = "import agent, plugins, memory; print(agent.__file__, plugins.__file__, memory.__file__)"
    assert run(str(installed / "python"), "-c", names).count(str(installed.parent)) == 3
    found = list(installed.parent.glob("lib/python*/site-packages/agent/data/prompts/*"))
    assert found
    schemas = list(installed.parent.glob("lib/python*/site-packages/plugins/k8s_validator/schemas/custom_resources/*"))
    assert {path.name for path in schemas} == {path.name for path in CUSTOM_RESOURCES.iterdir()}
    store = "from plugins.k8s_validator.schemas.store import schema_store; store = schema_store('1.32'); "
    asked = "print(store.validator('gateway.networking.k8s.io/v1', 'HTTPRoute').is_valid({}))"
    assert run(str(installed / "python"), "-c", store + asked) == "False\n"
