import os
import textwrap
from pathlib import Path

import pytest

from agent.bootstrap import build_agent, build_draft_locks
from foundation.model.errors import InputError, OutsideError
from plugins.llm_template_expander.promotion import promote
from tests.support.drafting import Workshop, approved, changed, draft, manifests
from tests.support.generation import settings_in


def promoted(workshop: Workshop, name: str, folder: Path, template_id: str | None = None) -> list[Path]:
    lock = build_draft_locks(workshop.agent.settings).read(name)
    return promote(lock, name, workshop.agent.library, folder, template_id)


def test_a_promoted_draft_makes_the_same_manifests_without_a_lock_file(workshop: Workshop, tmp_path: Path) -> None:
    name = approved(workshop)
    assert workshop.generate([]).status == "generated"
    before = manifests(workshop)
    files = promoted(workshop, name, tmp_path / "templates")
    assert [path.name for path in files] == ["catalog.yaml", "v1.yaml"]
    (workshop.drafts / f"{name}.yaml").unlink()
    settings = settings_in(tmp_path / "state", workspace=tmp_path, template_path=str(tmp_path / "templates"))
    result = build_agent(settings).runner.generate(workshop.request())
    assert result.status == "generated", result.problems
    assert manifests(workshop) == before
    assert "helm-gpu-inference-template-v1" in (workshop.out / "charts/embeddingserver/Chart.yaml").read_text()


def test_a_catalog_keeps_its_text_and_takes_several(workshop: Workshop, tmp_path: Path) -> None:
    folder = tmp_path / "templates"
    first = approved(workshop)
    promoted(workshop, first, folder)
    catalog = folder / "catalog.yaml"
    catalog.write_text("# kept\n" + catalog.read_text())
    name = approved(workshop, draft(("Deployment", {}), ("Service", {})), changed(type="rerank-server"))
    promoted(workshop, name, folder, "helm-rerank-template-v1")
    text = catalog.read_text()
    assert text.startswith("# kept\n")
    library = build_agent(settings_in(tmp_path / "s", workspace=tmp_path, template_path=str(folder))).library
    assert library.chart_for("rerank-server", None).id == "helm-rerank-template-v1"
    assert library.chart_for("gpu-inference", None).id == "helm-gpu-inference-template-v1"
    with pytest.raises(InputError) as caught:
        promoted(workshop, name, folder)
    assert caught.value.problems[0].code == "template-exists"
    assert catalog.read_text() == text


def test_only_approved_drafts_become_templates(workshop: Workshop, tmp_path: Path) -> None:
    workshop.generate([draft(("Deployment", {}), ("Service", {}))])
    (name,) = workshop.locks
    with pytest.raises(InputError) as caught:
        promoted(workshop, name, tmp_path / "templates")
    assert caught.value.problems[0].code == "draft-not-approved"
    assert not (tmp_path / "templates").exists()


CHART = """\
  - id: helm-own-template-v1
    serves: [own]
    workload: Deployment
    description: |
      charts:
      resources: {}
    resources: [k8s-deployment-v2]
"""
OWN = """\
  own-v1:
    source: helm/own/v1.yaml
    target: templates/own.yaml
    description: Own.
"""
#: Catalogs as people write them.
CATALOGS = {
    "no newline at the end": f"charts:\n{CHART}resources: {{}}",
    "windows": f"# ours\r\ncharts:\r\n{CHART}resources: {{}}\r\n".replace("\r\n", "\n").replace("\n", "\r\n"),
    "empty lists": "charts: []\nresources: {}\n",
    "comments": f"# a\ncharts: # b\n# c\n{CHART}\n# d\nresources: {{}} # e\n# f\n",
    "comments between entries": f"charts:\n{CHART}# a\n{CHART.replace('own', 'two')}# b\nresources:\n{OWN}# c\n",
    "resources first": f"resources:\n{OWN}\n\ncharts:\n{CHART}",
    "entries at the edge": "charts:\n" + textwrap.dedent(CHART) + "resources: {}\n",
    "deep entries": "charts:\n" + textwrap.indent(CHART, "    ") + "resources:\n" + textwrap.indent(OWN, "  "),
    "document marks": f"---\ncharts:\n{CHART}resources: {{}}\n...\n",
    "blank lines": f"charts:\n{CHART}\n\nresources: {{}}\n\n\n",
    "nothing": "",
    "a comment": "# ours\n",
}


@pytest.mark.parametrize("text", CATALOGS.values(), ids=CATALOGS.keys())
def test_a_catalog_keeps_every_line(workshop: Workshop, tmp_path: Path, text: str) -> None:
    name = approved(workshop)
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "catalog.yaml").write_bytes(text.encode())
    promoted(workshop, name, folder)
    after = (folder / "catalog.yaml").read_bytes().decode()
    assert ("\r\n" in after) is ("\r\n" in text)
    assert after.count("\n") == after.count("\r\n") or "\r" not in after
    kept = [line.replace("[]", "").replace("{}", "").split() for line in text.splitlines() if line.strip()]
    found = iter([line.replace("{}", "").split() for line in after.splitlines()])
    assert all(line in found for line in kept), after  # in their order
    library = build_agent(settings_in(tmp_path / "s", workspace=tmp_path, template_path=str(folder))).library
    assert library.chart_for("gpu-inference", None).id == "helm-gpu-inference-template-v1"


FLOW = "{charts: [], resources: {}}\n"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (FLOW, "catalog-form"),
        ("charts: [\n]\nresources: {}\n", "catalog-form"),
        (f"charts:\n{CHART}resources: {{}}\n---\nmore: 1\n", "many-documents"),
        (f"charts:\n{CHART}resources:\n{OWN.replace('own-', 'drafted-gpu-inference-podmonitor-')}", "template-exists"),
        (f"charts:\n{CHART.replace('[own]', '[gpu-inference]')}resources: {{}}\n", "template-exists"),
        (b"\xff\xfe", "not-utf8"),
    ],
)  # fmt: skip
def test_a_catalog_that_takes_nothing_is_left_alone(
    workshop: Workshop, tmp_path: Path, text: str | bytes, code: str
) -> None:
    name = approved(workshop)
    folder = tmp_path / "templates"
    folder.mkdir()
    content = text.encode() if isinstance(text, str) else text
    (folder / "catalog.yaml").write_bytes(content)
    with pytest.raises(InputError) as caught:
        promoted(workshop, name, folder)
    assert caught.value.problems[0].code == code
    assert [path.name for path in folder.iterdir()] == ["catalog.yaml"]
    assert (folder / "catalog.yaml").read_bytes() == content


@pytest.mark.parametrize(
    ("identifier", "code"),
    [
        ("", "template-id"),
        ("../x", "template-id"),
        ("a: {{ b }}\nc", "template-id"),
        ("Helm-X", "template-id"),
        ("helm-microservice-template-v3", "template-exists"),
    ],
)
def test_an_id_is_a_new_plain_name(workshop: Workshop, tmp_path: Path, identifier: str, code: str) -> None:
    name = approved(workshop)
    with pytest.raises(InputError) as caught:
        promoted(workshop, name, tmp_path / "templates", identifier)
    assert caught.value.problems[0].code == code
    assert not (tmp_path / "templates").exists()


def test_nothing_is_written_outside_the_folder(workshop: Workshop, tmp_path: Path) -> None:
    name = approved(workshop)
    folder, outside = tmp_path / "templates", tmp_path / "outside"
    folder.mkdir()
    outside.mkdir()
    (folder / "helm").symlink_to(outside)
    with pytest.raises(InputError) as caught:
        promoted(workshop, name, folder)
    assert caught.value.problems[0].code == "template-outside"
    assert list(outside.iterdir()) == []
    assert [path.name for path in folder.iterdir()] == ["helm"]


def test_a_promotion_that_fails_half_way_leaves_nothing(
    workshop: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = approved(workshop)
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "catalog.yaml").write_text("# ours\n")
    replace = os.replace

    def full(source: str, target: Path) -> None:
        if Path(target).name == "catalog.yaml":
            raise OSError(28, "No space left on device", str(target))
        replace(source, target)

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OutsideError, match="No space left"):
        promoted(workshop, name, folder)
    assert [path.name for path in folder.rglob("*")] == ["catalog.yaml"]
    assert (folder / "catalog.yaml").read_text() == "# ours\n"


@pytest.mark.parametrize("place", ["helm", "catalog.yaml", "helm/gpu-inference-podmonitor/v1.yaml"])
def test_what_stands_in_the_way_is_told(workshop: Workshop, tmp_path: Path, place: str) -> None:
    name = approved(workshop)
    path = tmp_path / "templates" / place
    path.parent.mkdir(parents=True)
    path.mkdir() if place == "catalog.yaml" else path.write_bytes(b"\xff")
    before = sorted(path.parent.rglob("*"))
    with pytest.raises((InputError, OutsideError)):
        promoted(workshop, name, tmp_path / "templates")
    assert sorted(path.parent.rglob("*")) == before
