import base64
from pathlib import Path
from typing import Any

import pytest

from agent.use_cases.inputs.attachments import FolderReader
from foundation.model.errors import InputError
from foundation.source.bundle import SourcedBundle, bundle_from_data, read_bundles

HEAD = """\
trace_id: t
component:
  name: A
  type: microservice
  transport: http
  container_image: a/b:1
  files:
"""


def read(folder: Path, files: str) -> SourcedBundle:
    (bundle,) = read_bundles((HEAD + files).encode(), "bundle.yaml", None, FolderReader(folder))
    return bundle


def problem_of(folder: Path, files: str) -> tuple[str, int | None, str | None, str]:
    with pytest.raises(InputError) as caught:
        read(folder, files)
    (problem,) = caught.value.problems
    return problem.code, problem.line, problem.path, problem.message


def test_text_stays_text_and_bytes_become_base64(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.conf").write_text("x = {{ y }}\n")
    (tmp_path / "b.bin").write_bytes(b"\xff\x00")
    (tmp_path / "c.txt").write_text("odd \x7f text")
    bundle = read(tmp_path, "    - {name: f, paths: {a.conf: sub/a.conf, b.bin: b.bin, c.txt: c.txt}}\n")
    (files,) = bundle.bundle.component.files or []
    assert files.paths is None
    assert files.data == {"a.conf": "x = {{ y }}\n"}
    assert files.binary_data == {
        "b.bin": base64.b64encode(b"\xff\x00").decode(),
        "c.txt": base64.b64encode(b"odd \x7f text").decode(),
    }


def test_the_digest_is_of_the_content(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("one")
    first = read(tmp_path, "    - {name: f, paths: {a: a}}\n").digest
    inline = read(tmp_path, "    - {name: f, data: {a: one}}\n").digest
    path.write_text("two")
    assert first == inline
    assert read(tmp_path, "    - {name: f, paths: {a: a}}\n").digest != first


def test_overlays_may_have_files_too(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("one")
    text = (
        HEAD
        + "    - {name: f, data: {a: zero}}\n"
        + "environments:\n  dev: {files: [{name: f, paths: {a: a}}]}\n"
        + "tenants:\n  t: {environments: {dev: {files: [{name: f, paths: {b: a}}]}}}\n"
    )
    (bundle,) = read_bundles(text.encode(), "b.yaml", None, FolderReader(tmp_path))
    assert (bundle.bundle.environments["dev"].files or [])[0].data == {"a": "one"}
    assert ((bundle.bundle.tenants["t"].environments or {})["dev"].files or [])[0].data == {"b": "one"}


@pytest.mark.parametrize("path", ["missing", "folder", "out", "chain", "loop", "pipe", "large"])
def test_a_file_that_cannot_be_had_is_reported_where_it_is_named(path: str, tmp_path: Path) -> None:
    import os

    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "secret").write_text("s")
    (inside / "folder").mkdir()
    (inside / "out").symlink_to(tmp_path / "secret")
    (inside / "up").symlink_to(tmp_path)
    (inside / "chain").symlink_to(inside / "up" / "secret")
    (inside / "loop").symlink_to(inside / "loop")
    os.mkfifo(inside / "pipe")
    (inside / "large").write_bytes(b"x" * (1024 * 1024 + 1))
    code, line, place, message = problem_of(inside, f"    - name: f\n      paths:\n        a: {path}\n")
    assert (code, line, place) == ("file-unreadable", 10, "component.files[0].paths.a")
    assert path in message


@pytest.mark.parametrize("path", ["../secret", "/etc/passwd", "a/../../secret", ""])
def test_no_path_leads_out_of_the_folder(path: str, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("s")
    inside = tmp_path / "inside"
    inside.mkdir()
    code, line, *_ = problem_of(inside, f"    - name: f\n      paths:\n        a: {path!r}\n")
    assert (code, line) == ("file-unreadable", 10)


def test_a_file_is_given_once(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("one")
    code, *_ = problem_of(tmp_path, "    - {name: f, data: {a: x}, paths: {a: a}}\n")
    assert code == "file-twice"


def test_a_bundle_without_a_folder_takes_no_files() -> None:
    component: dict[str, Any] = {"name": "A", "type": "job", "transport": "queue", "container_image": "a/b:1"}
    with pytest.raises(InputError) as caught:
        bundle_from_data({"component": {**component, "files": [{"name": "f", "paths": {"a": "a"}}]}}, "request")
    assert [problem.code for problem in caught.value.problems] == ["file-by-path"]


@pytest.mark.parametrize("paths", ["3", "[a]", "{a: [b]}", "{a: {b: c}}", "{a: 3}"])
def test_paths_of_the_wrong_form_are_reported(paths: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read(tmp_path, f"    - {{name: f, paths: {paths}}}\n")
    assert {problem.code for problem in caught.value.problems} <= {"wrong-type", "wrong-value"}


def test_a_file_that_is_missing_hides_no_other_mistake(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read(tmp_path, "    - {name: f, paths: {a: missing.txt}}\n    - {name: g, mount: /x}\n")
    assert [(problem.code, problem.line) for problem in caught.value.problems] == [
        ("file-unreadable", 8),
        ("unknown-key", 9),
    ]


def test_the_callers_data_stays_as_it_is() -> None:
    files = {"name": "f", "paths": {"a": "a"}}
    data = {
        "component": {"name": "A", "type": "job", "transport": "queue", "container_image": "a/b:1", "files": [files]}
    }
    with pytest.raises(InputError):
        bundle_from_data(data, "request")
    assert files == {"name": "f", "paths": {"a": "a"}}
