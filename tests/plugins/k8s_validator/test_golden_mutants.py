"""Generated manifests that somebody broke: each rule finds what breaks it, in every kind of workload."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import ryaml
import yaml

from foundation.model.findings import Report
from plugins.k8s_validator.gate import validate
from plugins.k8s_validator.objects.pod_templates import WORKLOADS, pod_template
from plugins.k8s_validator.rules.checks import CHECKS
from plugins.k8s_validator.subject.of_files import manifests_subject
from tests.plugins.k8s_validator.case_files import FOLDER, laid_over
from tests.plugins.k8s_validator.conftest import Run
from tests.plugins.k8s_validator.test_rules import ELSEWHERE, with_rule
from tests.support.generation import GOLDENS

PARTS = ("container", "pod", "template", "workload")
MUTANTS: dict[str, list[dict[str, Any]]] = yaml.safe_load((FOLDER / "mutants.yml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Golden:
    """The manifests of one golden in one environment."""

    name: str
    environment: str
    text: str

    @property
    def objects(self) -> list[dict[str, Any]]:
        """The objects, free to be changed."""
        found: list[dict[str, Any]] = ryaml.loads_all(self.text)
        return found

    @property
    def workload(self) -> str:
        """Kind that runs the pods."""
        return next(item["kind"] for item in self.objects if item["kind"] in WORKLOADS)


@lru_cache(maxsize=1)
def goldens() -> list[Golden]:
    folders = sorted(path for path in GOLDENS.glob("*/manifests/*") if path.is_dir())
    return [Golden(path.parts[-3], path.name, _text(path)) for path in folders]


def _text(folder: Path) -> str:
    return "---\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.yaml")))


def mutants_of(code: str, mutant: dict[str, Any]) -> Iterator[tuple[Golden, list[dict[str, Any]]]]:
    """Yield a broken golden for each kind of workload that the mutant is about."""
    seen: set[str] = set()
    for golden in goldens():
        kind = golden.workload
        if kind in seen or golden.environment not in mutant.get("in", [golden.environment]):
            continue
        if any(part in mutant for part in PARTS) and CHECKS[code].kinds and kind not in CHECKS[code].kinds:
            continue
        broken = broken_objects(golden, mutant)
        if broken is not None:
            seen.add(kind)
            yield golden, broken


def broken_objects(golden: Golden, mutant: dict[str, Any]) -> list[dict[str, Any]] | None:
    """Return the objects as the mutant wants them, or ``None`` where it has nothing to break."""
    objects = golden.objects
    kinds = {item["kind"] for item in objects}
    gone = {*mutant.get("without", [])}
    named = {name for name in [*mutant, *gone, mutant.get("twice", "")] if name[:1].isupper()}
    if not named - (gone & {"HorizontalPodAutoscaler", "PersistentVolumeClaim"}) <= kinds:
        return None
    changed = [laid_over(item, mutant.get(item["kind"], {})) for item in objects]
    changed = [_broken_workload(item, mutant) if item["kind"] in WORKLOADS else item for item in changed]
    changed += [item for item in changed if item["kind"] == mutant.get("twice")]
    # No golden has an object of such a kind, so the mutant brings one along.
    place = {"namespace": objects[0]["metadata"]["namespace"]}
    changed += [laid_over({"metadata": {"name": "added", **place}}, item) for item in mutant.get("add", [])]
    return [item for item in changed if item["kind"] not in gone]


def _broken_workload(workload: dict[str, Any], mutant: dict[str, Any]) -> dict[str, Any]:
    _, template = pod_template(workload) or ((), {})
    template.update(laid_over(template, mutant.get("template", {})))
    spec = laid_over(template["spec"], mutant.get("pod", {}))
    spec["containers"] = [laid_over(spec["containers"][0], mutant.get("container", {})), *spec["containers"][1:]]
    template["spec"] = spec
    return laid_over(workload, mutant.get("workload", {}))  # type: ignore[no-any-return]


def look(run: Run, code: str, objects: list[dict[str, Any]], mutant: dict[str, Any]) -> Report:
    policy = with_rule(run.context["templates"].policy, code, mutant)
    text = "---\n".join(json.dumps(item, indent=1) + "\n" for item in objects)
    subject = manifests_subject({"x.yaml": text}, run.setup("1.34", policy=policy))
    return validate(replace(subject, complete=True))


def seen(report: Report, code: str) -> list[tuple[str | None, str | None, str]]:
    return [(finding.object, finding.path, finding.message) for finding in report.findings if finding.code == code]


def test_every_rule_has_mutants() -> None:
    assert CHECKS.keys() - ELSEWHERE <= MUTANTS.keys() <= CHECKS.keys()


@pytest.mark.parametrize("code", MUTANTS)
def test_each_rule_kills_its_mutants(code: str, run: Run) -> None:
    for number, mutant in enumerate(MUTANTS[code]):
        killed = 0
        for golden, objects in mutants_of(code, mutant):
            plain = {} if "parameters" not in mutant else {"parameters": {}}
            whole = broken_objects(golden, mutant.get("from", {})) or []
            before = seen(look(run, code, whole, plain), code)
            after = seen(look(run, code, objects, mutant), code)
            assert [place for place in after if place not in before], (code, number, golden.name, golden.environment)
            killed += 1
        assert killed, f"mutant {number} of {code} has nothing to break in any golden"
