"""What an import compares bundles by is what a run makes of them: the same values of the chart, without a run."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from agent.bootstrap import Agent
from agent.use_cases.shortening import comes_to
from foundation.model.run.request import Options
from foundation.source.bundle import SourcedBundle, read_bundles
from plugins.helm_chart_builder.differences import laid_over
from tests.support.generation import EXAMPLES

#: What a run says of its trace stands in these, and in this variable; an import has none.
TRACED, VARIABLE = {"commonLabels", "commonAnnotations"}, "OTEL_RESOURCE_ATTRIBUTES"
NAMES = sorted(path.stem for path in EXAMPLES.glob("*.yaml"))


def values_of_a_run(agent: Agent, source: SourcedBundle) -> dict[str, Any]:
    """Return the chart's values in the first environment that a run generates."""
    result = agent.runner.generate(source.request(Options()))
    assert result.artifacts is not None
    assert result.effective is not None
    (environment, *_) = (environment.name for environment in result.effective.environments)
    files = {Path(file.path).name: file.content for file in result.artifacts.under("charts/")}
    common, own = (yaml.safe_load(files[name]) for name in ("values.yaml", f"values-{environment}.yaml"))
    return laid_over(common, own or {})


@pytest.mark.parametrize("name", NAMES)
def test_an_import_compares_what_a_run_makes(agent: Agent, name: str) -> None:
    (source,) = read_bundles((EXAMPLES / f"{name}.yaml").read_bytes(), name)
    made = values_of_a_run(agent, source)
    document = source.bundle.model_dump(mode="json", by_alias=True, exclude_unset=True)
    _, values = comes_to(agent.library, document)
    compared = yaml.safe_load(yaml.safe_dump({key: values[key] for key in made}))
    for each in (made, compared):
        for key in TRACED:
            del each[key]
        each.get("otel", {}).get("environment", {}).pop(VARIABLE, None)
    assert compared == made
