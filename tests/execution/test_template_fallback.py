"""Templates that cannot be read any more: tried again, then the last good version is taken, and said so."""

import shutil
from pathlib import Path

import pytest

from agent.bootstrap import build_agent
from foundation.model.run.request import GenerationResult
from tests.support.generation import ROOT, case_named, read_case, request_of, settings_in


class Site:
    """A template folder of somebody's own, and a state folder that several processes share."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.templates = folder, folder / "own"
        self.waits: list[float] = []
        shutil.copytree(ROOT / "templates", self.templates)

    def generate(self, output: str) -> GenerationResult:
        """Generate as a process of its own would."""

        async def sleep(seconds: float) -> None:
            self.waits.append(seconds)

        agent = build_agent(settings_in(self.folder / "state", template_path=str(self.templates)))
        agent.runner._sleep = sleep
        return agent.runner.generate(request_of(read_case(case_named("minimal")), self.folder / output))

    def chart(self, output: str) -> dict[str, bytes]:
        charts = self.folder / output / "charts"
        return {str(path.relative_to(charts)): path.read_bytes() for path in charts.rglob("*") if path.is_file()}


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


@pytest.mark.parametrize("lost", [".", "policies/naming.yaml", "helm/deployment/v2.yaml"])
def test_a_lost_template_is_replaced_by_its_last_good_version(lost: str, site: Site) -> None:
    assert site.generate("first").status == "generated"
    path = site.templates / lost
    path.rename(site.folder / "elsewhere")
    if lost != ".":
        path.mkdir()
    result = site.generate("second")
    assert (result.status, result.fault) == ("generated", None)
    assert site.waits == [0.5, 1.0], "it was tried three times before"
    assert result.report is not None
    (finding,) = [finding for finding in result.report.findings if finding.code == "template-fallback"]
    assert finding.severity == "warning"
    assert str(site.folder) not in finding.model_dump_json()
    assert site.chart("second") == site.chart("first")


def test_a_first_run_has_nothing_to_fall_back_to(site: Site) -> None:
    site.templates.rename(site.folder / "elsewhere")
    result = site.generate("out")
    assert (result.status, result.failure, result.fault) == ("failed", "yaml_schema_error", "input")
    assert site.waits == []


def test_a_broken_catalog_is_a_mistake_and_is_not_replaced(site: Site) -> None:
    assert site.generate("first").status == "generated"
    (site.templates / "catalog.yaml").write_text("charts: {}\nresources: {}\n")
    result = site.generate("second")
    assert (result.status, result.failure, result.fault) == ("failed", "yaml_schema_error", "input")
    assert not (site.folder / "second").exists()
