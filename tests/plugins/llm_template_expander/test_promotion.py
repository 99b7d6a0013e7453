from pathlib import Path

import pytest

from agent.bootstrap import build_agent, build_draft_locks
from agent.model.errors import InputError
from plugins.llm_template_expander.decisions import decide
from plugins.llm_template_expander.promotion import promote
from tests.plugins.llm_template_expander.test_drafting import approved, manifests
from tests.support.drafting import BUNDLE, Workshop, draft
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
    catalog.write_text(catalog.read_text().replace("charts:", "charts: # ours").replace("charts: # ours", "charts:"))
    catalog.write_text("# kept\n" + catalog.read_text())
    second = {**BUNDLE, "component": {**BUNDLE["component"], "type": "rerank-server"}}
    workshop.generate([draft(("Deployment", {}), ("Service", {}))], second)
    (name,) = set(workshop.locks) - {first}
    decide(build_draft_locks(workshop.agent.settings), name, "approved", "alice", None)
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


@pytest.mark.parametrize("text", ["{charts: [], resources: {}}\n", "charts: []\nresources: {}\n"])
def test_a_catalog_of_another_form_is_left_alone(workshop: Workshop, tmp_path: Path, text: str) -> None:
    name = approved(workshop)
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "catalog.yaml").write_text(text)
    with pytest.raises(InputError):
        promoted(workshop, name, folder)
    assert [path.name for path in folder.iterdir()] == ["catalog.yaml"]
    assert (folder / "catalog.yaml").read_text() == text
