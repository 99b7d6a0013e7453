"""Texts that are made to be slow: depth is measured before any parser that goes down into it sees the text."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from plugins.k8s_validator.subject import documents
from tests.doors.cli.conftest import Outcome

Program = Callable[..., Outcome]
SIZE = 200_000
#: Nothing is closed, and everything is.
TEXTS = {
    "brackets": "[" * SIZE,
    "closed": "[" * (SIZE // 2) + "]" * (SIZE // 2),
    "braces": '{"a":' * (SIZE // 6) + "1" + "}" * (SIZE // 6),
}
#: Files of a chart, with what is said of each and the exit code.
CHART_FILES = {
    "values.yaml": ("yaml-syntax", 1),
    "values-prod.yaml": ("yaml-syntax", 1),
    "Chart.yaml": ("yaml-too-deep", 2),
    "values.schema.json": ("yaml-too-deep", 2),
    "templates/pod.yaml": ("yaml-syntax", 1),
}


@pytest.fixture(autouse=True)
def seen_by_rust(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Notes what the fast parser is given: its time grows with the square of the depth."""
    seen: list[str] = []
    parse: Callable[[str], Any] = documents.ryaml.loads_all  # type: ignore[attr-defined]
    monkeypatch.setattr(documents.ryaml, "loads_all", lambda text: seen.append(text) or parse(text))
    return seen


@pytest.fixture(params=TEXTS.values(), ids=TEXTS.keys())
def nested(request: pytest.FixtureRequest, workspace: Path) -> Path:
    """A file that is nothing but nesting."""
    file = workspace / "nested.yaml"
    file.write_text(request.param)
    return file


def told(outcome: Outcome, code: str, *, exit_code: int) -> None:
    assert outcome.code == exit_code
    said = outcome.out + outcome.err
    assert code in said
    assert "Traceback" not in said
    assert len(said) < SIZE  # what is wrong is not said by saying all of it


@pytest.mark.parametrize(
    "command",
    [
        ("generate", "nested.yaml", "-o", "out"),
        ("plan", "nested.yaml"),
        ("explain", "nested.yaml"),
        ("import", "nested.yaml", "-o", "out"),
    ],
    ids=lambda command: command[0],
)
def test_a_file_is_refused(program: Program, nested: Path, command: tuple[str, ...], seen_by_rust: list[str]) -> None:
    told(program(*command), "yaml-too-deep", exit_code=2)
    assert nested.read_text() not in seen_by_rust


def test_standard_input_is_refused(program: Program, nested: Path, stdin: Callable[[bytes], None]) -> None:
    stdin(nested.read_bytes())
    told(program("generate", "-", "-o", "out"), "yaml-too-deep", exit_code=2)


def test_manifests_are_looked_at(program: Program, nested: Path, seen_by_rust: list[str]) -> None:
    told(program("validate", "nested.yaml"), "yaml-syntax", exit_code=1)
    assert nested.read_text() not in seen_by_rust


@pytest.mark.parametrize("file", CHART_FILES)
def test_a_chart_is_looked_at(
    program: Program, nested: Path, workspace: Path, file: str, seen_by_rust: list[str]
) -> None:
    chart = small_chart(workspace)
    (chart / file).write_text(nested.read_text())
    code, exit_code = CHART_FILES[file]
    told(program("validate", "web"), code, exit_code=exit_code)
    assert nested.read_text() not in seen_by_rust


def test_a_values_file_that_is_named_is_refused(program: Program, nested: Path, workspace: Path) -> None:
    small_chart(workspace)
    told(program("validate", "web", "--values", "nested.yaml"), "yaml-too-deep", exit_code=2)


@pytest.mark.parametrize("file", ["kustomization.yaml", "patch.yaml", "resource.yaml"])
def test_a_kustomization_is_looked_at(
    program: Program, nested: Path, workspace: Path, file: str, seen_by_rust: list[str]
) -> None:
    folder = workspace / "kustomized"
    folder.mkdir()
    texts = {
        "kustomization.yaml": "resources: [resource.yaml]\npatches: [{path: patch.yaml}]\n",
        "patch.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one}\ndata: {a: b}\n",
        "resource.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one, namespace: two}\n",
    }
    for name, text in {**texts, file: nested.read_text()}.items():
        (folder / name).write_text(text)
    code, exit_code = ("yaml-too-deep", 2) if file == "kustomization.yaml" else ("kustomize-build", 1)
    told(program("validate", "kustomized"), code, exit_code=exit_code)
    assert nested.read_text() not in seen_by_rust


def small_chart(workspace: Path) -> Path:
    folder = workspace / "web"
    (folder / "templates").mkdir(parents=True)
    (folder / "Chart.yaml").write_text("apiVersion: v2\nname: web\nversion: 1.0.0\n")
    (folder / "values.yaml").write_text("image: web\n")
    (folder / "values-prod.yaml").write_text("image: other\n")
    containers = "{containers: [{name: web, image: {{ .Values.image }}}]}"
    pod = f"apiVersion: v1\nkind: Pod\nmetadata: {{name: web}}\nspec: {containers}\n"
    (folder / "templates" / "pod.yaml").write_text(pod)
    return folder
