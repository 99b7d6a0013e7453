import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from agent.bootstrap import build_library, builtin_templates
from foundation.catalog.folder import TemplateFolder
from foundation.catalog.library import TemplateLibrary
from foundation.model.errors import InputError, OutsideError, Problem
from tests.support.generation import settings_in

CATALOG = """\
charts:
  - id: own-template-v1
    aliases: [own]
    serves: [microservice]
    workload: Deployment
    description: Ours.
    resources: [own-deployment-v1]
resources:
  own-deployment-v1: {source: deployment.yaml, target: templates/deployment.yaml, description: Ours.}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A template folder of somebody's own, without a policy."""
    own = tmp_path / "own"
    own.mkdir()
    (own / "catalog.yaml").write_text(CATALOG)
    (own / "deployment.yaml").write_text("kind: Deployment\n")
    return own


@pytest.fixture
def load(tmp_path: Path) -> Callable[[Path], object]:
    def load_from(own: Path) -> object:
        return build_library(settings_in(tmp_path / "state", template_path=str(own))).load("microservice", None)

    return load_from


def refused(load: Callable[[Path], object], folder: Path) -> Problem:
    with pytest.raises(InputError) as caught:
        load(folder)
    problem = caught.value.problems[0]
    assert problem.message
    assert problem.remedy
    return problem


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_an_own_folder_comes_before_the_built_in_one(folder: Path, tmp_path: Path) -> None:
    library = build_library(settings_in(tmp_path / "state", template_path=str(folder)))
    templates = library.load("microservice", None)
    assert templates.chart.id == "own-template-v1"
    assert [resource.text for resource in templates.resources] == ["kind: Deployment\n"]
    assert (
        library.load("microservice", "helm-microservice-template-v3.yaml").chart.id == "helm-microservice-template-v3"
    )
    assert library.load("microservice", "own").chart.id == "own-template-v1"
    assert library.load("cronjob", None).chart.id == "helm-cronjob-template-v1"
    assert library.policy.default_tenant == "shared"


@pytest.mark.parametrize(
    "source",
    ["../secret.yaml", "/etc/passwd", "a/../../secret.yaml", "link.yaml", "linked/secret.yaml"],
)
def test_a_source_that_leaves_its_folder_is_refused(source: str, folder: Path, load: Callable[[Path], object]) -> None:
    (folder.parent / "secret.yaml").write_text("secret: 1\n")
    (folder / "link.yaml").symlink_to(folder.parent / "secret.yaml")
    (folder / "linked").symlink_to(folder.parent)
    replace(folder / "catalog.yaml", "deployment.yaml, target", f"{source}, target")
    problem = refused(load, folder)
    assert (problem.code, problem.file) == ("template-outside", str(folder / "catalog.yaml"))


@pytest.mark.parametrize("source", ["nowhere.yaml", "'.'", "''", "catalog.yaml/x", '"a\\0b"', "loop.yaml", "x" * 5000])
def test_a_source_that_is_no_file_is_refused(source: str, folder: Path, load: Callable[[Path], object]) -> None:
    (folder / "loop.yaml").symlink_to(folder / "loop.yaml")
    replace(folder / "catalog.yaml", "deployment.yaml, target", f"{source}, target")
    with pytest.raises((InputError, OutsideError)) as caught:
        load(folder)
    assert caught.value.problems[0].code in ("template-file-missing", "template-load-failure")


def test_a_link_inside_the_folder_is_fine(folder: Path, load: Callable[[Path], object]) -> None:
    (folder / "real.yaml").write_text("kind: Job\n")
    (folder / "deployment.yaml").unlink()
    (folder / "deployment.yaml").symlink_to("real.yaml")
    load(folder)


@pytest.mark.parametrize(
    "target",
    [
        "../x.yaml",
        "/x.yaml",
        "values.yaml",
        "Chart.yaml",
        "templates/../../x",
        "templates//x",
        "templates/.x",
        "a\\b",
        "''",
    ],
)
def test_a_target_is_a_plain_path_in_the_chart(target: str, folder: Path, load: Callable[[Path], object]) -> None:
    replace(folder / "catalog.yaml", "templates/deployment.yaml", target)
    problem = refused(load, folder)
    assert (problem.code, problem.line) == ("wrong-value", 9)
    assert problem.path == "resources.own-deployment-v1.target"


def test_two_resources_cannot_be_one_file(folder: Path, load: Callable[[Path], object]) -> None:
    replace(
        folder / "catalog.yaml", "resources: [own-deployment-v1]", "resources: [own-deployment-v1, k8s-deployment-v2]"
    )
    problem = refused(load, folder)
    assert (problem.code, problem.file) == ("template-target-twice", str(folder / "catalog.yaml"))


def test_an_unknown_resource_is_the_catalogs_mistake(folder: Path, load: Callable[[Path], object]) -> None:
    replace(folder / "catalog.yaml", "resources: [own-deployment-v1]", "resources: [own-deploymnt-v1]")
    problem = refused(load, folder)
    assert (problem.code, problem.file) == ("template-unknown", str(folder / "catalog.yaml"))
    assert problem.remedy == "Did you mean own-deployment-v1?"


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("charts: []\nresources: {}\nextra: 1\n", "unknown-key", 3),
        ("charts: {}\nresources: {}\n", "wrong-type", 1),
        ("charts: &a [*a]\nresources: {}\n", "yaml-alias", 1),
        ("charts: []\ncharts: []\nresources: {}\n", "duplicate-key", 2),
        ("charts: []\nresources: {}\n---\ncharts: []\nresources: {}\n", "many-documents", None),
        ("charts: [\n", "yaml-syntax", 2),
        ("- 1\n", "wrong-type", 1),
    ],
)
def test_a_broken_catalog_is_refused_at_its_line(
    text: str, code: str, line: int | None, folder: Path, load: Callable[[Path], object]
) -> None:
    (folder / "catalog.yaml").write_text(text)
    problem = refused(load, folder)
    assert (problem.code, problem.line, problem.file) == (code, line, str(folder / "catalog.yaml"))


def test_a_broken_policy_and_a_broken_profile_are_refused(folder: Path, load: Callable[[Path], object]) -> None:
    (folder / "policies").mkdir()
    (folder / "policies" / "platform.yaml").write_text("naming: {}\n")
    assert refused(load, folder).file == str(folder / "policies/platform.yaml")
    shutil.copy(builtin_templates() / "policies" / "platform.yaml", folder / "policies")
    (folder / "overlays").mkdir()
    (folder / "overlays" / "dev.yaml").write_text("replicas: many\n")
    problem = refused(load, folder)
    assert (problem.file, problem.line, problem.path) == (str(folder / "overlays/dev.yaml"), 1, "replicas")


def test_a_folder_that_is_not_there_is_no_empty_folder(tmp_path: Path, load: Callable[[Path], object]) -> None:
    problem = refused(load, tmp_path / "typo")
    assert (problem.code, problem.file) == ("template-folder-missing", str(tmp_path / "typo"))


def test_without_any_policy_nothing_is_generated(folder: Path) -> None:
    with pytest.raises(InputError) as caught:
        _ = TemplateLibrary([TemplateFolder(folder)]).policy
    assert caught.value.problems[0].code == "policy-missing"


@pytest.mark.parametrize(
    ("component_type", "template_id", "code", "remedy"),
    [
        (
            "microsrvice",
            None,
            "type-not-covered",
            "Did you mean microservice? "
            "For a type of your own write a template (docs/templates.md), or have a model draft one, with "
            "component.novel_type: true (docs/novel-types.md).",
        ),
        (
            "microservice",
            "helm-microservice-templte-v3",
            "template-unknown",
            "Did you mean helm-microservice-template-v3?",
        ),
        ("microservice", "../../etc/passwd", "template-unknown", None),
        ("worker", "helm-microservice-template-v3", "template-wrong-type", None),
    ],
)
def test_ids_that_do_not_fit(
    component_type: str, template_id: str | None, code: str, remedy: str | None, library: TemplateLibrary
) -> None:
    with pytest.raises(InputError) as caught:
        library.load(component_type, template_id)
    (problem,) = caught.value.problems
    assert problem.code == code
    assert remedy is None or problem.remedy == remedy


def test_files_are_read_once(folder: Path) -> None:
    templates = TemplateFolder(folder)
    first = templates.text("deployment.yaml")
    (folder / "deployment.yaml").write_text("changed")
    assert templates.text("deployment.yaml") == first
