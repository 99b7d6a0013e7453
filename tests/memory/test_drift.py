"""What has changed behind a bundle's back is told."""

import shutil
from pathlib import Path

from agent.bootstrap import build_agent
from foundation.source.bundle import read_bundles
from memory.drift import drift
from memory.records.templates import TemplateRecord
from tests.memory.records import AT
from tests.support.generation import EXAMPLES, ROOT, request_of, settings_in


def used(**changes: object) -> TemplateRecord:
    values = {
        "template_id": "t-v1",
        "component_type": "worker",
        "component": "Orders",
        "sources": {"k8s-deployment-v2": "0", "k8s-service-v1": "0"},
        "asked": "a",
        "rendered": "r",
        "recorded_at": AT,
    }
    return TemplateRecord.model_validate(values | changes)


def codes(before: TemplateRecord | None, after: TemplateRecord) -> list[str]:
    return [finding.code for finding in drift(before, after)]


def test_the_first_use_and_the_same_again_are_as_they_should_be() -> None:
    assert codes(None, used()) == codes(used(), used(recorded_at="2026-01-01T00:00:00Z")) == []


def test_another_bundle_may_come_to_other_files() -> None:
    assert codes(used(), used(asked="b", rendered="s")) == []


def test_the_same_bundle_must_not() -> None:
    (finding,) = drift(used(), used(rendered="s"))
    assert (finding.code, finding.severity, finding.object) == ("output-drift", "warning", "Orders")
    assert AT in finding.message


def test_each_template_that_changed_under_its_id_is_named() -> None:
    sources = {"k8s-deployment-v2": "1", "k8s-service-v1": "1"}
    found = drift(used(), used(sources=sources, rendered="s"))
    assert [finding.code for finding in found] == ["template-drift"] * 2
    assert ["k8s-deployment-v2" in finding.message for finding in found] == [True, False]


def test_a_template_that_is_new_or_gone_has_not_drifted() -> None:
    assert codes(used(), used(sources={"k8s-deployment-v2": "0"}, rendered="s")) == []


def test_a_run_tells_it(tmp_path: Path) -> None:
    folder = tmp_path / "templates"
    shutil.copytree(ROOT / "templates", folder)
    settings = settings_in(tmp_path / "state").model_copy(update={"template_path": str(folder)})
    (source,) = read_bundles((EXAMPLES / "minimal.yaml").read_bytes(), "minimal.yaml")

    def notices() -> list[str]:
        result = build_agent(settings).runner.generate(request_of(source, tmp_path / "out"))
        assert result.status == "generated"
        return [finding.message for finding in result.notices]

    assert notices() == notices() == []
    changed = next((folder / "helm").rglob("service/*.yaml"))
    changed.write_text(changed.read_text() + "{{- /* another */}}\n")
    (message,) = notices()
    assert message.startswith("the template k8s-service-")
    assert notices() == []
