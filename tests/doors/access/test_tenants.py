"""What one tenant's user asks of another's runs: the answer is that of a run that never was."""

from pathlib import Path

import pytest

from agent.bootstrap import build_agent
from agent.bootstrap.use_cases.history.listing import build_list_runs
from agent.bootstrap.use_cases.history.showing import build_show_run
from agent.settings import Settings, load_settings
from agent.use_cases.history.listing import ListRunsCommand
from foundation.model.access import Principal
from foundation.model.destination import workspace
from foundation.model.errors import AgentError
from foundation.model.run.request import Options
from foundation.source.bundle import read_bundles
from memory.records.runs import RunSummary
from tests.support.generation import EXAMPLES


def seen_by(settings: Settings, *tenants: str) -> Settings:
    principal = Principal(name="Ann", tenants=frozenset(tenants), source="token")
    return settings.seen_by(principal.visible)


def refusal(settings: Settings, run: str, tenant: str | None = None) -> str:
    with pytest.raises(AgentError) as caught:
        build_show_run(settings)(run, tenant)
    return str(caught.value).replace(run, "RUN")


def test_a_run_of_another_tenant_never_was(folder: Path) -> None:
    settings = load_settings()
    (source,) = read_bundles((EXAMPLES / "order-service.yaml").read_bytes(), "bundle.yaml")
    build_agent(settings).runner.generate(source.request(Options(destination=workspace("out"))))
    (known,) = build_list_runs(settings)(ListRunsCommand()).runs
    assert known.tenant == "acme"
    own, other = seen_by(settings, "acme", "more"), seen_by(settings, "other")
    assert build_list_runs(own)(ListRunsCommand()).runs == [known]
    assert build_list_runs(other)(ListRunsCommand()).runs == []
    whole = build_show_run(own)(known.run.run_id, None).run
    assert RunSummary.model_validate(whole.model_dump()) == known.run
    for name in (known.run.run_id, known.run.execution_id):
        assert refusal(other, name) == refusal(other, "run-0123456789abcdef")
        assert refusal(other, name, "acme") == refusal(other, "run-0123456789abcdef", "acme")
    assert build_list_runs(seen_by(settings, "*"))(ListRunsCommand()).runs == [known]
