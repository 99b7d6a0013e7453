"""The same bundle gives the same bytes: in two runs, on any machine's settings, in any folder."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from agent.bootstrap import Agent
from foundation.helm import native
from foundation.model.run.artifacts import ArtifactSet
from foundation.source.bundle import read_bundles
from foundation.source.emit import to_yaml
from tests.support.generation import (
    EXAMPLES,
    ROOT,
    SUCCESSES,
    Case,
    Generated,
    case_named,
    generate,
    request_of,
)
from tests.support.goldens import differences, files_of
from tests.support.strategies.bundles import bundles

#: One Python start for each, so few: they differ in all that a machine may bring along.
MACHINES = [
    {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"PYTHONHASHSEED": "4711", "TZ": "Pacific/Chatham", "LC_ALL": "C.UTF-8", "SOURCE_DATE_EPOCH": "1"},
    {
        "PYTHONHASHSEED": "random",
        "TZ": "America/New_York",
        "LC_ALL": "tr_TR.UTF-8",
        "INFRA_ENGINEER_LOG_LEVEL": "debug",
    },
]


def artifacts_of(agent: Agent, content: bytes) -> ArtifactSet:
    """Generate a bundle into nowhere, without what earlier runs left in the engine's caches."""
    native._chart.cache_clear()
    native._rendered.cache_clear()
    result = agent.runner.generate(request_of(read_bundles(content, "bundle")[0], None))
    assert result.status == "generated", result.problems
    assert result.artifacts is not None
    return result.artifacts


def reordered(data: Any) -> Any:
    """Return the same bundle with the keys of every mapping the other way round, but for the names of environments."""
    if isinstance(data, list):
        return [reordered(item) for item in data]
    if not isinstance(data, dict):
        return data
    turned = {key: reordered(data[key]) for key in reversed(data)}
    if "environments" in turned:
        turned["environments"] = {name: turned["environments"][name] for name in data["environments"]}
    return turned


@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(bundle=bundles())
def test_any_bundle_gives_the_same_bytes_twice(agent: Agent, bundle: dict[str, Any]) -> None:
    as_json = artifacts_of(agent, json.dumps(bundle).encode())
    as_yaml = artifacts_of(agent, to_yaml(reordered(bundle)).encode())
    assert as_yaml.digest == as_json.digest
    assert [(file.path, file.content) for file in as_yaml.files] == [
        (file.path, file.content) for file in as_json.files
    ]


def run_program(folder: Path, machine: dict[str, str], *arguments: str) -> Path:
    """Run `generate` in a process of its own, in a folder of its own; return where it wrote."""
    folder.mkdir()
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environment = {"PYTHONPATH": str(ROOT), "INFRA_ENGINEER_STATE_DIR": str(folder / "state"), **inherited, **machine}
    done = subprocess.run(
        [sys.executable, "-m", "agent", "generate", *arguments, "-o", f"{folder.name}-out", "--quiet"],
        cwd=folder,
        env=environment,
        capture_output=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    return folder / f"{folder.name}-out"


def artifacts_in(folder: Path) -> dict[str, bytes]:
    """Return all files but the log of events, which holds times; the index without the digest that programs add."""
    files = {path: content for path, content in files_of(folder).items() if path != "events.jsonl"}
    return {**files, "artifacts.json": re.sub(rb'  "request": "sha256:[0-9a-f]{64}",\n', b"", files["artifacts.json"])}


def test_any_machine_gives_the_same_bytes(tmp_path: Path, generated: Callable[[Case], Generated]) -> None:
    example = EXAMPLES / "event-processor.yaml"

    def generate_on(number: int) -> Path:
        folder = tmp_path / f"machine-{number}"
        return run_program(folder, MACHINES[number], os.path.relpath(example, folder))

    with ThreadPoolExecutor(max_workers=2) as pool:
        folders = list(pool.map(generate_on, range(len(MACHINES))))
    expected = artifacts_in(generated(case_named("event-processor")).folder)
    for folder in folders:
        assert differences(expected, artifacts_in(folder)) == ""
    # On another day other exceptions have ended, which the digest of a request counts.
    today = [folder for folder, machine in zip(folders, MACHINES, strict=True) if "SOURCE_DATE_EPOCH" not in machine]
    assert len({(folder / "artifacts.json").read_bytes() for folder in today}) == 1


def test_one_and_many_workers_give_the_same_bytes(tmp_path: Path, generated: Callable[[Case], Generated]) -> None:
    cases = [case for case in SUCCESSES if not case.knowing]
    for jobs in ("1", "2"):
        files = dict.fromkeys(str(case.file) for case in cases)
        output = run_program(tmp_path / jobs, {}, *files, "--jobs", jobs)
        assert len(list(output.iterdir())) == len(cases)
        for case in cases:
            expected = generated(case)
            assert expected.result.effective is not None
            folder = output / expected.result.effective.slug
            assert differences(artifacts_in(expected.folder), artifacts_in(folder)) == ""


@pytest.mark.parametrize("case", SUCCESSES, ids=str)
def test_generating_again_writes_nothing(
    case: Case, agent_of: Callable[[Case], Agent], generated: Callable[[Case], Generated], tmp_path: Path
) -> None:
    first = generated(case)
    # Other tests read what was generated once, and each run adds its events.
    folder = shutil.copytree(first.folder, tmp_path / "out")
    before = stamps(folder)
    again = generate(agent_of(case), case, tmp_path / "out")
    assert first.result.receipt is not None
    assert again.result.receipt is not None
    assert sorted(first.result.receipt.written) == sorted({*before} - {"artifacts.json"})
    assert (again.result.receipt.written, again.result.receipt.removed) == ([], [])
    assert again.result.receipt.unchanged == len(first.result.receipt.written)
    assert stamps(folder) == before


def stamps(folder: Path) -> dict[str, tuple[int, int]]:
    """Return inode and time of change of every file but the log of events, which grows."""
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_ino, path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file() and path.name != "events.jsonl"
    }


def test_a_fixed_time_makes_the_events_reproducible(
    agent: Agent, generated: Callable[[Case], Generated], tmp_path: Path
) -> None:
    case = case_named("order-service")
    folder = generate(agent, case, tmp_path / "elsewhere").folder
    events = (folder / "events.jsonl").read_bytes()
    assert events == (generated(case).folder / "events.jsonl").read_bytes()
    assert {json.loads(line)["timestamp"] for line in events.splitlines()} == {"2025-05-07T22:45:12Z"}
