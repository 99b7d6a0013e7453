"""Environments whose names are slips of the pen are told, and new ones are nobody's business."""

from collections.abc import Callable

import pytest

from foundation.model.bundle.bundle import Bundle
from foundation.model.bundle.effective import EffectiveComponent
from foundation.model.errors import InputError
from foundation.model.names import is_slip_of

Merged = Callable[..., EffectiveComponent]


@pytest.mark.parametrize(
    ("name", "known"),
    [
        *((name, "prod") for name in ("prdo", "rpod", "prd", "pro", "prrod", "prodd", "prid", "prodc"[:3])),
        *((name, "staging") for name in ("stagin", "stagign", "staing", "stagging", "stading")),
        *((name, "dev") for name in ("dve", "devv")),
        ("producton", "production"),
        ("prdo-eu", "prod-eu"),
        ("dve2", "dev2"),
    ],
)
def test_one_letter_that_went_wrong_is_a_slip(name: str, known: str) -> None:
    assert is_slip_of(name, known)


@pytest.mark.parametrize(
    ("name", "known"),
    [
        *((name, "prod") for name in ("prod", "prod2", "prodb", "pprod", "nprod", "preprod", "prod-eu", "perf", "qa")),
        *((name, "dev") for name in ("dev1", "devs", "dec", "demo", "de", "")),
        ("sat", "uat"),
        ("qb", "qa"),
        ("prod-b", "prod-a"),
        ("best", "test"),
        ("eu1", "eu2"),
    ],
)
def test_names_that_count_on_are_none(name: str, known: str) -> None:
    assert not is_slip_of(name, known)


MISSPELT = {
    "an overlay": ({"environments": {"dev": {}, "prdo": {}}}, ["environments.prdo"], "prod"),
    "an alias": ({"environments": {"producton": {}}}, ["environments.producton"], "prod"),
    "a target": ({"target_environment": "prdo"}, ["target_environment"], "prod"),
    "one of the targets": ({"target_environment": ["dev", "stagin"]}, ["target_environment[1]"], "staging"),
    "a tenant's overlay": (
        {"tenants": {"acme": {"environments": {"stagin": {}}}}},
        ["tenants.acme.environments.stagin"],
        "staging",
    ),
    "a tenant's, of the bundle's own": (
        {"environments": {"integration": {}}, "tenants": {"acme": {"environments": {"integraton": {}}}}},
        ["tenants.acme.environments.integraton"],
        "integration",
    ),
    "several": (
        {"environments": {"prdo": {}}, "tenants": {"acme": {"environments": {"rpod": {}}}}},
        ["environments.prdo", "tenants.acme.environments.rpod"],
        "prod",
    ),
}


@pytest.mark.parametrize("case", MISSPELT)
def test_a_misspelt_environment_is_refused_where_it_stands(
    case: str, bundle_of: Callable[..., Bundle], merged: Merged
) -> None:
    fields, paths, meant = MISSPELT[case]
    with pytest.raises(InputError) as caught:
        merged(bundle_of(fields))
    assert [(problem.code, problem.path) for problem in caught.value.problems] == [
        ("environment-misspelt", path) for path in paths
    ]
    assert all(problem.remedy.startswith(f"Did you mean {meant}? ") for problem in caught.value.problems)


@pytest.mark.parametrize(
    "fields",
    [
        {"environments": {"perf": {}, "preprod": {}, "prod-eu": {}, "prod2": {}, "uat": {}}},
        {"environments": {"production": {}, "stage": {}, "development": {}}},
        {"environments": {"prd": {}}, "target_environment": "prd"},
        {"environments": {"dev": {}}, "tenants": {"acme": {"environments": {"dev": {}, "perf": {}}}}},
        {"tenants": {"a": {"environments": {"prd": {}}}, "b": {"environments": {"prd": {}}}}},
        {"tenants": {"a": {"environments": {"perf": {}}}, "b": {"environments": {"pref": {}}}}},
        {"environments": {"blue": {}, "blve": {}}},
    ],
    ids=["new ones", "aliases", "named twice", "of a tenant", "of two tenants", "equals", "equals of the bundle"],
)
def test_new_environments_are_taken_as_they_are(
    fields: dict[str, object], bundle_of: Callable[..., Bundle], merged: Merged
) -> None:
    effective = merged(bundle_of(fields))
    assert [finding for finding in effective.findings if "misspelt" in finding.code] == []
