"""The examples of docs/http.md, run on a server as they are shown."""

import argparse
import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from tests.support.generation import EXAMPLES, ROOT, settings_in
from tests.support.http_server import serving

PAGE = (ROOT / "docs" / "http.md").read_text()
SHOWN = "http://127.0.0.1:8080"


def shown(language: str) -> str:
    (text,) = re.findall(rf"<!-- run: {language} -->\n```\w+\n(.*?)```", PAGE, re.DOTALL)
    assert SHOWN in text
    return str(text)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """A server whose workspace is a folder with the examples; its address."""
    (tmp_path / "examples").mkdir()
    for name in ("minimal.yaml", "order-service.yaml"):
        shutil.copy(EXAMPLES / name, tmp_path / "examples")
    with serving(settings_in(tmp_path / "state", workspace=tmp_path, http_workers=1)) as client:
        yield str(client.base_url).rstrip("/")


def curl(line: str, folder: Path) -> None:
    """Do what curl would; not every machine has it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("-sS", action="store_true")
    parser.add_argument("-H", action="append", default=[])
    parser.add_argument("--data-binary")
    parser.add_argument("-o")
    given = parser.parse_args(shlex.split(line)[1:])
    content = (folder / given.data_binary.removeprefix("@")).read_bytes() if given.data_binary else None
    headers = dict(header.split(": ", 1) for header in given.H)
    answer = httpx2.request("POST" if content else "GET", given.url, headers=headers, content=content, timeout=60)
    assert answer.status_code < 300, answer.text
    (folder / given.o).write_bytes(answer.content)


def test_the_lines_of_curl(server: str, tmp_path: Path) -> None:
    for line in shown("curl").replace(SHOWN, server).splitlines():
        curl(line, tmp_path)
    (result,) = json.loads((tmp_path / "answer.json").read_text())["results"]
    assert (result["component"], result["status"], result["place"]) == ("Ping", "generated", "out/ping")
    assert json.loads((tmp_path / "accepted.json").read_text())["status"] == "running"
    (run,) = json.loads((tmp_path / "runs.json").read_text())["runs"]
    assert run["component"] == "Ping"
    assert (tmp_path / "report.txt").read_text().splitlines()[-1].startswith("manifests.yaml: passed for Kubernetes ")


def test_the_client_in_python(server: str, tmp_path: Path) -> None:
    program = shown("python").replace(SHOWN, server)
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, timeout=100, check=False
    )
    assert done.stderr == ""
    first, second, third = done.stdout.splitlines()
    assert first == "done 200"
    assert re.fullmatch(r"OrderService generated sha256:[0-9a-f]{64}", second)
    assert re.fullmatch(r'\d{6} bytes, "[0-9a-f]{64}"', third)
