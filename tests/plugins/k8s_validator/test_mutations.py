"""Manifests that somebody broke at random: the checks find what they find, and never fail themselves."""

import json
from dataclasses import replace
from typing import Any

import ryaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foundation.model.findings import Report
from plugins.k8s_validator.gate import validate
from plugins.k8s_validator.subject.of_files import files_digest, manifests_subject
from tests.plugins.k8s_validator.conftest import Run
from tests.properties.mutating import JUNK, mutated, paths_of
from tests.support.generation import GOLDENS

#: All manifests of a golden in one environment, as one file.
GOLDEN_TEXTS = [
    "---\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.yaml")))
    for folder in sorted(GOLDENS.glob("*/manifests/*"))
    if folder.is_dir()
]
SETTINGS = settings(
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def report_on(run: Run, objects: list[Any]) -> Report:
    text = "---\n".join(json.dumps(item, ensure_ascii=True, indent=1) + "\n" for item in objects)
    return validate(manifests_subject({"x.yaml": text}, run.setup()))


@given(data=st.data())
@SETTINGS
def test_no_mutation_makes_a_check_fail(run: Run, data: st.DataObject) -> None:
    manifests = [file for file in run.artifacts.files if file.path.startswith("manifests/")]
    objects = ryaml.loads_all(data.draw(st.sampled_from(manifests)).content.decode())
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.sampled_from(paths_of(objects)))
        how = data.draw(st.sampled_from(["replace", "remove", "rename"]))
        objects = mutated(objects, place, data.draw(JUNK), how)
        if not isinstance(objects, list):
            objects = [objects]
    first = report_on(run, objects)
    assert first == report_on(run, objects)
    assert all(finding.message and finding.remedy and finding.code for finding in first.findings)


@given(data=st.data())
@SETTINGS
def test_no_mutation_of_any_kind_makes_a_rule_fail_or_change_what_it_looks_at(run: Run, data: st.DataObject) -> None:
    objects: list[Any] = ryaml.loads_all(data.draw(st.sampled_from(GOLDEN_TEXTS)))
    for _ in range(data.draw(st.integers(1, 5))):
        place = data.draw(st.sampled_from(paths_of(objects)))
        objects = mutated(objects, place, data.draw(JUNK), data.draw(st.sampled_from(["replace", "remove", "rename"])))
        objects = objects if isinstance(objects, list) else [objects]
    text = "---\n".join(json.dumps(item, ensure_ascii=True, indent=1) + "\n" for item in objects)
    reports = []
    for complete in (True, True, False):
        subject = replace(manifests_subject({"x.yaml": text}, run.setup("1.34")), complete=complete)
        before = repr(subject.parsed)
        reports.append(validate(subject))
        assert repr(subject.parsed) == before
    assert reports[0] == reports[1]
    places = [
        {(found.code, found.object, found.path, found.message) for found in report.findings} for report in reports
    ]
    assert places[0] == places[2], "what is outside changes how severe a finding is, and nothing else"


@given(text=st.text(max_size=200))
@SETTINGS
def test_no_text_makes_a_check_fail(run: Run, text: str) -> None:
    files = {"x.yaml": text}
    assert validate(manifests_subject(files, run.setup())).digest == files_digest(files)


def test_unchanged_objects_have_no_errors(run: Run) -> None:
    for file in run.artifacts.files:
        if file.path.startswith("manifests/"):
            assert report_on(run, ryaml.loads_all(file.content.decode())).passed
