"""Examples and random bundles, broken or mixed with one another: a clear answer each time, and never a crash."""

from typing import Any

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent.bootstrap import Agent
from foundation.model.errors import InputError
from foundation.source.bundle import bundle_from_data
from tests.properties.mutating import JUNK, mutated, paths_of, value_at
from tests.support.generation import CASES, request_of
from tests.support.strategies.bundles import bundles

#: JSON is YAML.
BUNDLES: list[Any] = [yaml.load(case.file.read_text(), yaml.CSafeLoader) for case in CASES if not case.knowing]


@st.composite
def broken_bundles(draw: st.DrawFn) -> Any:
    bundle = draw(st.sampled_from(BUNDLES) | bundles())
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.sampled_from(paths_of(bundle)[1:] or [()]))
        other = draw(st.sampled_from(BUNDLES))
        # Half of the time the new value is right somewhere else: such bundles come further.
        new = draw(JUNK | st.sampled_from(paths_of(other)).map(lambda path, data=other: value_at(data, path)))
        bundle = mutated(bundle, place, new, draw(st.sampled_from(["replace", "replace", "remove", "rename"])))
    return bundle


@given(bundle=broken_bundles())
@settings(
    max_examples=200,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_a_broken_bundle_has_a_clear_answer(bundle: Any, agent: Agent) -> None:
    try:
        source = bundle_from_data(bundle, "bundle")
    except InputError as error:
        problems = list(error.problems)
        assert problems
    else:
        result = agent.runner.generate(request_of(source, None))
        problems = result.problems
        assert bool(problems) == (result.status != "generated")
        # What no cluster takes is the bundle's own mistake, wherever the gate finds it.
        faults = {"generated": [None], "blocked": ["gate", "input"], "failed": ["input"]}
        assert result.fault in faults[result.status]
    for problem in problems:
        assert problem.message
        assert problem.remedy
        assert problem.code != "internal-error"
        assert problem.place.isprintable()
