import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from foundation.catalog.cache import TemplateCache
from foundation.catalog.files import TemplateLoadError
from foundation.catalog.folder import TemplateFolder
from foundation.catalog.library import TemplateLibrary
from foundation.model.errors import InputError, OutsideError
from tests.support.generation import ROOT


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    shutil.copytree(ROOT / "templates", folder)
    return folder


@pytest.fixture
def warnings() -> list[str]:
    return []


@pytest.fixture
def library(own: Path, tmp_path: Path, warnings: list[str]) -> Callable[[], TemplateLibrary]:
    """A library as the next process would make it."""
    return lambda: TemplateLibrary([TemplateFolder(own, TemplateCache(tmp_path / "kept", warnings.append))])


def gone(path: Path) -> None:
    shutil.rmtree(path) if path.is_dir() else path.unlink()


def folder_instead(path: Path) -> None:
    path.unlink()
    path.mkdir()


def loop_instead(path: Path) -> None:
    path.unlink()
    path.symlink_to(path)


def emptied(path: Path) -> None:
    shutil.rmtree(path)
    path.mkdir()


BREAKS = [
    (gone, ""),
    (emptied, ""),
    (gone, "helm/deployment/v2.yaml"),
    (folder_instead, "helm/deployment/v2.yaml"),
    (folder_instead, "catalog.yaml"),
    (folder_instead, "policies/naming.yaml"),
    (loop_instead, "policies/platform.yaml"),
    (folder_instead, "policies/profiles/platform.yaml"),
    (folder_instead, "overlays/dev.yaml"),
]


@pytest.mark.parametrize(("break_it", "path"), BREAKS)
def test_the_last_good_version_is_taken_for_one_that_cannot_be_read(
    break_it: Callable[[Path], None], path: str, own: Path, library: Callable[[], TemplateLibrary]
) -> None:
    good = library().load("microservice", None)
    assert good.findings == []
    break_it(own / path)
    later = library()
    with pytest.raises(TemplateLoadError) as caught:
        later.load("microservice", None)
    assert caught.value.fault == "outside"
    assert later.fall_back(caught.value)
    kept = later.load("microservice", None)
    (finding,) = kept.findings
    assert (finding.code, finding.severity, finding.file) == ("template-fallback", "warning", f"own/{path}".rstrip("/"))
    assert "sha256:" in finding.message
    assert str(own.parent) not in finding.message
    assert kept.model_copy(update={"findings": []}) == good
    assert not later.fall_back(caught.value), "there is nothing older"


@pytest.mark.parametrize(("break_it", "path"), BREAKS)
def test_without_a_kept_version_it_stays_an_error(
    break_it: Callable[[Path], None], path: str, own: Path, library: Callable[[], TemplateLibrary]
) -> None:
    break_it(own / path)
    later = library()
    with pytest.raises((InputError, OutsideError)) as caught:
        later.load("microservice", None)
    assert not later.fall_back(caught.value)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("catalog.yaml", "charts: {}\nresources: {}\n"),
        ("catalog.yaml", "charts: [\n"),
        ("policies/naming.yaml", "chart: [\n"),
        ("overlays/dev.yaml", "replicas: many\n"),
        ("helm/deployment/v2.yaml", "\udcff"),
    ],
)
def test_wrong_content_is_never_replaced(
    path: str, text: str, own: Path, library: Callable[[], TemplateLibrary]
) -> None:
    library().load("microservice", None)
    (own / path).write_bytes(text.encode(errors="surrogateescape"))
    later = library()
    with pytest.raises(InputError) as caught:
        later.load("microservice", None)
    assert not later.fall_back(caught.value)


def test_a_version_is_only_written_when_it_is_another(
    own: Path, tmp_path: Path, library: Callable[..., object]
) -> None:
    def load() -> tuple[int, bytes]:
        library().load("microservice", None)  # type: ignore[attr-defined]
        (file,) = (tmp_path / "kept").iterdir()
        return file.stat().st_ino, file.read_bytes()

    first = load()
    assert load() == first
    (own / "helm/deployment/v2.yaml").write_text("kind: Deployment\n")
    second = load()
    assert second != first
    digest, _, content = second[1].partition(b"\n")
    assert json.loads(content)["helm/deployment/v2.yaml"] == "kind: Deployment\n"
    assert digest.startswith(b"sha256:")


@pytest.mark.parametrize("change", [lambda text: text[:-5], lambda text: text.replace(b"kind", b"kimd"), lambda _: b""])
def test_a_kept_version_that_is_not_whole_is_none(
    change: Callable[[bytes], bytes], own: Path, tmp_path: Path, library: Callable[[], TemplateLibrary]
) -> None:
    library().load("microservice", None)
    (file,) = (tmp_path / "kept").iterdir()
    file.write_bytes(change(file.read_bytes()))
    shutil.rmtree(own)
    with pytest.raises(InputError) as caught:
        library().load("microservice", None)
    assert caught.value.problems[0].code == "template-folder-missing"


def test_a_load_in_part_keeps_the_version_before(
    own: Path, tmp_path: Path, library: Callable[[], TemplateLibrary]
) -> None:
    library().load("microservice", None)
    (file,) = (tmp_path / "kept").iterdir()
    before = file.read_bytes()
    (own / "helm/service/v1.yaml").write_text("kind: Service\n")
    folder_instead(own / "helm/cronjob/v1.yaml")
    assert library().load("microservice", None).findings == []
    assert file.read_bytes() == before


def test_what_cannot_be_kept_is_said_and_nothing_more(
    tmp_path: Path, library: Callable[[], TemplateLibrary], warnings: list[str]
) -> None:
    (tmp_path / "kept").write_text("no folder")
    library().load("microservice", None)
    assert len(warnings) == 1
    assert "cannot be kept" in warnings[0]


def test_nothing_half_written_is_left(tmp_path: Path, library: Callable[[], TemplateLibrary]) -> None:
    library().load("microservice", None)
    assert [name.rpartition(".")[2] for name in os.listdir(tmp_path / "kept")] == ["kept"]
