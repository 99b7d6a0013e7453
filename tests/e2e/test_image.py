"""The image, as far as it can be made without a container engine: its own steps, its root filesystem, its command."""

import json
import os
import re
from pathlib import Path

import pytest

from scripts.image.__main__ import assemble
from scripts.image.containerfile import stages
from scripts.image.running import Image
from tests.support.generation import EXAMPLES, GOLDENS, ROOT

CONTAINERFILE = (ROOT / "Containerfile").read_text()
#: Writes where it may not, and tells who it is and where it imports from.
PROBE = """
import json, os, sys
def refused(path):
    try:
        open(path, "w")
    except OSError as error:
        return error.strerror
paths = ["/x", "/opt/agent/x", "/usr/bin/x", "/tmp/x", "/state/x"]
print(json.dumps([sys.path[0], os.getuid(), os.getgid(), *map(refused, paths)]))
"""


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Image:
    """The image, assembled once."""
    made, _ = assemble(tmp_path_factory.mktemp("image"))
    return made


def test_the_agent_compiles_in_it_what_it_compiles_outside(image: Image, tmp_path: Path) -> None:
    bundle = EXAMPLES / "order-service.yaml"
    (tmp_path / bundle.name).write_bytes(bundle.read_bytes())
    told = image.run(tmp_path, "--version")
    assert told.stdout.startswith("infrastructure-engineer-agent "), told.stderr
    done = image.run(tmp_path, "generate", bundle.name, "--output", "out", "--quiet")
    assert done.returncode == 0, done.stderr
    made, golden = (
        json.loads((folder / "artifacts.json").read_text()) for folder in (tmp_path / "out", GOLDENS / "order-service")
    )
    assert made["digest"] == golden["digest"]


def test_its_user_writes_to_its_volumes_alone(image: Image, tmp_path: Path) -> None:
    told = image.run(tmp_path, "-c", PROBE, entry=["/usr/bin/python3"])
    found = json.loads(told.stdout)
    assert found[0].endswith("/opt/agent")
    if image.entered:
        read_only = "Read-only file system"
        assert found == ["/opt/agent", 10001, 10001, read_only, read_only, read_only, None, None]


def test_there_is_no_other_program_in_it(image: Image) -> None:
    programs = [
        path.relative_to(image.root)
        for path in image.root.rglob("*")
        if path.is_file() and not path.is_symlink() and os.access(path, os.X_OK) and path.read_bytes()[:4] == b"\x7fELF"
    ]
    assert [path.name for path in programs if ".so" not in path.name] == [Path(os.path.realpath("/proc/self/exe")).name]


def test_no_step_leads_out_of_what_is_locked() -> None:
    found = stages(CONTAINERFILE)
    assert [step.arguments for step in found["final"] if step.word == "FROM"] == [["scratch"]]
    assert "://" not in CONTAINERFILE
    assert "index-url" not in CONTAINERFILE
    copied = [word for step in found["builder"] if step.word == "COPY" for word in step.arguments[:-1]]
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    assert {f"!{path}" for path in copied} == {line for line in ignored if line.startswith("!")}
    backend = re.findall(r'requires = \["(.+)"\]', (ROOT / "pyproject.toml").read_text())
    assert set(backend) <= set((ROOT / "requirements.lock").read_text().splitlines())


def test_a_step_that_needs_a_shell_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a shell: RUN make"):
        stages("FROM scratch\nRUN make\n")
