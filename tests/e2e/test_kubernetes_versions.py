"""Every object of every example is valid in every Kubernetes version that the charts promise to run on."""

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

from plugins.k8s_validator.rules.checks.files.yamllint import CONFIGURATION, find_yamllint
from plugins.k8s_validator.schemas.store import CUSTOM_RESOURCES, known_versions, schema_store
from tests.support.generation import SUCCESSES, Case, Generated

Generate = Callable[[Case], Generated]
VERSIONS = [f"1.{minor}" for minor in range(25, 38)]
#: What a version does not know yet and leaves out of what it stores.
NOT_YET_KNOWN = {"1.25": "'unhealthyPodEvictionPolicy' was unexpected"}


@pytest.fixture(scope="module")
def objects(generated: Generate) -> list[tuple[str, dict[str, Any]]]:
    """Every object of every example, with its file."""
    found = []
    for case in SUCCESSES:
        outcome = generated(case)
        for path in sorted((outcome.folder / "manifests").rglob("*.yaml")):
            name = f"{case}/{path.relative_to(outcome.folder)}"
            found += [(name, item) for item in yaml.load_all(path.read_bytes(), yaml.CSafeLoader)]
    return found


@pytest.fixture(scope="module")
def one_of_each_kind(objects: list[tuple[str, dict[str, Any]]]) -> dict[str, dict[str, Any]]:
    """Objects of Kubernetes' own kinds; the package knows no custom resources."""
    return {item["kind"]: item for _, item in reversed(objects) if not _is_custom(item)}


def _is_custom(item: dict[str, Any]) -> bool:
    name = f"{item['kind'].lower()}-{item['apiVersion'].replace('/', '-')}.json"
    return (CUSTOM_RESOURCES / name).exists()


def test_there_are_schemas_for_every_promised_version() -> None:
    assert list(known_versions()) == VERSIONS


@pytest.mark.parametrize("version", VERSIONS)
def test_every_object_fits_the_strict_schema(version: str, objects: list[tuple[str, dict[str, Any]]]) -> None:
    store = schema_store(version)
    problems = []
    for name, item in objects:
        validator = store.validator(item["apiVersion"], item["kind"])
        if validator is None:
            problems.append(f"{name}: {version} has no {item['kind']} in {item['apiVersion']}")
        else:
            problems += [f"{name}: {list(e.instance_path)}: {e.message}" for e in validator.iter_errors(item)]
    unknown = NOT_YET_KNOWN.get(version)
    assert [problem for problem in problems if unknown is None or unknown not in problem] == []


@pytest.mark.parametrize("version", [VERSIONS[0], VERSIONS[-1]])
def test_the_package_s_own_validator_agrees(version: str, one_of_each_kind: dict[str, dict[str, Any]]) -> None:
    assert len(one_of_each_kind) >= 12
    for item in one_of_each_kind.values():
        strict = item["kind"] != "PodDisruptionBudget" or version not in NOT_YET_KNOWN
        assert kubernetes_validate.validate(item, version, strict=strict) == version


@pytest.mark.parametrize(
    "change",
    [
        {"spec": {"replicaz": 3}},
        {"spec": {"replicas": "3"}},
        {"metadata": {"labels": {"a": 1}}},
        {"spec": {"selector": "app"}},
    ],
    ids=str,
)
def test_both_validators_refuse_what_is_wrong(
    change: dict[str, Any], one_of_each_kind: dict[str, dict[str, Any]]
) -> None:
    deployment = one_of_each_kind["Deployment"]
    wrong = deployment | {key: deployment[key] | part for key, part in change.items()}
    validator = schema_store("1.32").validator("apps/v1", "Deployment")
    assert validator is not None
    assert not validator.is_valid(wrong)
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(wrong, "1.32", strict=True)


def test_manifests_carry_no_cruft(objects: list[tuple[str, dict[str, Any]]]) -> None:
    assert [name for name, item in objects if "status" in item] == []
    assert [f"{name}: {path}" for name, item in objects for path in empties(item, item["kind"])] == []


def empties(value: Any, path: str) -> Iterator[str]:
    """Yield the path of each null, empty mapping and empty list."""
    if value is None or value == {} or value == []:
        yield path
    for key, inner in value.items() if isinstance(value, dict) else ():
        yield from empties(inner, f"{path}.{key}")
    for index, inner in enumerate(value) if isinstance(value, list) else ():
        yield from empties(inner, f"{path}[{index}]")


def test_yamllint_finds_nothing_in_what_is_emitted(generated: Generate, tmp_path: Path) -> None:
    program = find_yamllint()
    assert program is not None, "these tests run yamllint: `pip install yamllint`"
    files = [str(path) for case in SUCCESSES for path in generated(case).yaml_files()]
    assert len(files) > 10 * len(SUCCESSES)
    command = [program, "--strict", "--format", "parsable", "--config-data", CONFIGURATION, *files]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", timeout=300, check=False)
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)
